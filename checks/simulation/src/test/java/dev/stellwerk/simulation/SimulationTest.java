package dev.stellwerk.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
    private static final double FIRST_OR_CLOSE = 1.05;
    private static final double CHI_SQUARE_MAX = 27.6; // two degrees of freedom: one run in a million is above it

    static Stream<Story> stories() {
        return Stories.all().stream();
    }

    static Stream<Arguments> weighted() {
        return Stream.of(
                Arguments.of("steady", Map.of("a", 1, "b", 1, "c", 1)),
                Arguments.of("weighted", Map.of("small", 1, "middle", 3, "large", 6)));
    }

    private static Story story(String name) {
        return stories().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    /**
     * Run with {@code -Dsimulation.report=write} to write it anew, and with {@code -Dsimulation.times=25} to live every
     * story so many times over.
     */
    @Test
    void the_committed_report_is_what_the_stories_tell_today() throws IOException {
        Path committed = Path.of("report.md");
        int times = Integer.getInteger("simulation.times", 1);
        String report = SimulationReport.render(times);
        if (times > 1) {
            Files.writeString(Path.of("target", "report-" + times + ".md"), report);
            return;
        }
        if ("write".equals(System.getProperty("simulation.report"))) {
            Files.writeString(committed, report);
        }
        assertThat(report).isEqualTo(Files.readString(committed));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void adaptive_is_first_or_close_to_it(Story story) {
        double best = SimulationReport.STRATEGIES.stream()
                .mapToDouble(strategy -> p99(story, strategy))
                .min()
                .orElseThrow();

        assertThat(p99(story, "adaptive")).isLessThanOrEqualTo(best * FIRST_OR_CLOSE);
    }

    private static double p99(Story story, String strategy) {
        return Simulation.run(story, strategy, SimulationReport.SEED, 1)
                .firstToken()
                .quantile(0.99);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void adaptive_loses_no_request(Story story) {
        assertThat(Simulation.run(story, "adaptive", SimulationReport.SEED, 2).answeredShare())
                .isGreaterThan(0.999);
    }

    @ParameterizedTest
    @CsvSource({"brown-out, browns out", "fast errors, errs", "black hole, hole", "cold start, warms up"})
    void adaptive_comes_back_to_who_has_recovered(String name, String id) {
        Tally tally = Simulation.run(story(name), "adaptive", SimulationReport.SEED, 1);
        double share = (double) tally.calls().get(new DeploymentId(id)) / tally.requests();

        assertThat(share).isGreaterThan(0.1); // a third while it is well, which is at least two minutes of five
    }

    @ParameterizedTest
    @MethodSource("weighted")
    void weighted_shares_are_as_configured(String name, Map<String, Integer> weights) {
        Tally tally = Simulation.run(story(name), "simple-shuffle", 7, 5);

        double calls =
                tally.calls().values().stream().mapToLong(Long::longValue).sum();
        double weightsInAll =
                weights.values().stream().mapToInt(Integer::intValue).sum();
        double chiSquare = weights.entrySet().stream()
                .mapToDouble(entry -> {
                    double expected = calls * entry.getValue() / weightsInAll;
                    double seen = tally.calls().get(new DeploymentId(entry.getKey()));
                    return (seen - expected) * (seen - expected) / expected;
                })
                .sum();
        assertThat(chiSquare).isLessThan(CHI_SQUARE_MAX);
    }

    @Test
    void the_same_seed_gives_the_same_run_and_another_seed_another() {
        Story story = story("burst");
        Map<DeploymentId, Long> once = Simulation.run(story, "adaptive", 3, 1).calls();

        assertThat(Simulation.run(story, "adaptive", 3, 1).calls()).isEqualTo(once);
        assertThat(Simulation.run(story, "adaptive", 4, 1).calls()).isNotEqualTo(once);
    }

    @Test
    void a_count_of_calls_in_flight_that_is_not_given_back_is_noticed() {
        var board = new TrafficBoard();
        DeploymentTraffic.Lease lease = board.of(new DeploymentId("a")).enter();
        var invariants = new Invariants(board);

        assertThatThrownBy(invariants::atEnd).hasMessageContaining("in flight at the end");
        lease.close();
        lease.close();
        invariants.afterEvent();
        invariants.atEnd();
    }

    @Test
    void every_story_has_a_name_of_its_own() {
        List<String> names = stories().map(Story::name).toList();
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(8);
    }
}

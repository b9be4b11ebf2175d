package dev.stellwerk.simulation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every strategy in every story, as a table. */
final class SimulationReport {
    static final long SEED = 42;
    static final List<String> STRATEGIES = List.of(
            "adaptive",
            "simple-shuffle",
            "least-busy",
            "latency-based-routing",
            "usage-based-routing-v2",
            "cost-based-routing");

    private SimulationReport() {}

    static String render(int times) {
        var report = new StringBuilder("""
                # What the strategies do to each other

                Every strategy lives through every story with the same seed on a virtual clock: the gateway's own router,
                sessions, cooldowns and learning, against scripted upstreams. Times are until the first token, retries
                included, in milliseconds. An invariant broken anywhere would have ended the run.

                """);
        long requests = 0;
        for (Story story : Stories.all()) {
            report.append("## ")
                    .append(story.name())
                    .append("\n\n")
                    .append(story.tells())
                    .append("\n\n");
            report.append("| strategy | answered | p50 | p99 | attempts | calls |\n|---|---|---|---|---|---|\n");
            for (String strategy : STRATEGIES) {
                Tally tally = Simulation.run(story, strategy, SEED, times);
                requests += tally.requests();
                report.append(row(strategy, tally));
            }
            report.append('\n');
        }
        return report.append(String.format(Locale.ROOT, "%,d simulated requests.%n", requests))
                .toString();
    }

    private static String row(String strategy, Tally tally) {
        String calls = tally.calls().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "| %s | %.3f %% | %.0f | %.0f | %.3f | %s |%n",
                strategy,
                tally.answeredShare() * 100,
                tally.firstToken().quantile(0.5),
                tally.firstToken().quantile(0.99),
                tally.attemptsPerRequest(),
                calls);
    }
}

package dev.stellwerk.plugins.builtin.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.RoutingStrategyContract;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.plugins.loader.SettingsBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LowestLatencyTest extends RoutingStrategyContract {
    private final DeploymentPool pool =
            Pools.of(ADeployment.named("A"), ADeployment.named("B"), ADeployment.named("C"));
    private final DeploymentTraffic a = Pools.traffic(pool, "A");
    private final DeploymentTraffic b = Pools.traffic(pool, "B");
    private final DeploymentTraffic c = Pools.traffic(pool, "C");

    @Override
    protected RoutingStrategy strategy() {
        return new LowestLatency(LatencySettings.DEFAULTS);
    }

    private List<String> taken(RoutingStrategy strategy) {
        return withAnyShare(strategy, eligible(pool), context(1));
    }

    private void measured(double secondsOfA, double secondsOfB, double secondsOfC) {
        a.learnSecondsPerToken(secondsOfA, time.nanos());
        b.learnSecondsPerToken(secondsOfB, time.nanos());
        c.learnSecondsPerToken(secondsOfC, time.nanos());
    }

    @Test
    void who_was_never_measured_is_tried_first() {
        a.learnSecondsPerToken(0.001, time.nanos());

        assertThat(taken(strategy())).containsExactly("B", "C");
    }

    @Test
    void the_fastest_wins() {
        measured(0.03, 0.01, 0.02);

        assertThat(taken(strategy())).containsExactly("B");
    }

    @Test
    void within_the_buffer_all_are_fast_enough() {
        measured(0.0121, 0.01, 0.0119);

        assertThat(taken(new LowestLatency(new LatencySettings(3600, 0.2, 10)))).containsExactly("B", "C");
    }

    @Test
    void a_timeout_is_remembered_for_long() {
        measured(0.01, 0.02, 0.03);
        a.learnSecondsPerToken(1000, time.nanos());
        for (int i = 0; i < 20; i++) {
            a.learnSecondsPerToken(0.01, time.nanos());
        }

        assertThat(taken(strategy())).containsExactly("B");
    }

    @Test
    void what_is_older_than_the_ttl_counts_for_nothing() {
        measured(0.01, 0.02, 0.03);
        time.passSeconds(31);
        b.learnSecondsPerToken(0.02, time.nanos());

        assertThat(taken(new LowestLatency(new LatencySettings(30, 0, 10)))).containsExactly("A", "C");
        assertThat(taken(strategy())).containsExactly("A");
    }

    @Test
    void streams_are_compared_by_their_first_token() {
        measured(0.01, 0.02, 0.03);
        a.learnFirstToken(2, time.nanos());
        b.learnFirstToken(3, time.nanos());
        c.learnFirstToken(1, time.nanos());

        assertThat(withAnyShare(
                        strategy(),
                        eligible(pool),
                        new AContext().streaming().time(time).build()))
                .containsExactly("C");
        assertThat(taken(strategy())).containsExactly("A");
    }

    @Test
    void its_settings_may_come_as_text() {
        var given = Map.<String, Object>of("ttl", "60", "lowest_latency_buffer", "0.5", "max_latency_list_size", "5");

        assertThat(new LowestLatency(SettingsBinder.bind(given, LatencySettings.DEFAULTS)))
                .isEqualTo(new LowestLatency(Duration.ofSeconds(60), 0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "NaN", "Infinity", "0"})
    void a_setting_that_makes_no_sense_is_refused_by_name(String ttl) {
        assertThatThrownBy(() -> SettingsBinder.bind(Map.of("ttl", ttl), LatencySettings.DEFAULTS))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("ttl");
    }
}

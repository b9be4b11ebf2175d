package dev.stellwerk.plugins.builtin.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.routing.RoutingStrategyContract;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import org.junit.jupiter.api.Test;

class SimpleShuffleTest extends RoutingStrategyContract {
    @Override
    protected RoutingStrategy strategy() {
        return new SimpleShuffle();
    }

    private double[] shares(ADeployment... members) {
        return shares(strategy(), eligible(Pools.of(members)), context(1));
    }

    private static ADeployment a() {
        return ADeployment.named("A");
    }

    private static ADeployment b() {
        return ADeployment.named("B");
    }

    private static ADeployment c() {
        return ADeployment.named("C");
    }

    @Test
    void shares_follow_the_weights() {
        assertThat(shares(a().weight(1), b().weight(3))).containsExactly(0.25, 0.75);
    }

    @Test
    void a_weight_anywhere_makes_weights_count_and_a_missing_one_is_no_share() {
        assertThat(shares(a(), b().weight(1), c().weight(3))).containsExactly(0, 0.25, 0.75);
        assertThat(shares(b().weight(1), c().weight(3), a())).containsExactly(0.25, 0.75, 0);
    }

    @Test
    void figures_are_never_mixed() {
        assertThat(shares(a().weight(1).rpm(1), b().weight(1).rpm(1000), c().rpm(9)))
                .containsExactly(0.5, 0.5, 0);
    }

    @Test
    void without_weights_rpm_counts_and_without_rpm_tpm() {
        assertThat(shares(a().rpm(100).tpm(1), b().rpm(300).tpm(1))).containsExactly(0.25, 0.75);
        assertThat(shares(a().tpm(10_000), b().tpm(30_000))).containsExactly(0.25, 0.75);
    }

    @Test
    void weights_that_are_all_0_tell_nothing() {
        assertThat(shares(a().weight(0), b().weight(0))).containsExactly(0.5, 0.5);
        assertThat(shares(a().weight(0).rpm(1), b().weight(0).rpm(3))).containsExactly(0.25, 0.75);
    }

    @Test
    void without_any_figure_all_are_equal() {
        assertThat(shares(a(), b())).containsExactly(0.5, 0.5);
    }
}

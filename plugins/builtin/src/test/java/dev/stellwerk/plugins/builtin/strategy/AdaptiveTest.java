package dev.stellwerk.plugins.builtin.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.RoutingStrategyContract;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveTest extends RoutingStrategyContract {
    private final DeploymentPool pair = Pools.of(ADeployment.named("A"), ADeployment.named("B"));
    private final DeploymentTraffic a = Pools.traffic(pair, "A");
    private final DeploymentTraffic b = Pools.traffic(pair, "B");

    @Override
    protected RoutingStrategy strategy() {
        return new Adaptive();
    }

    private double shareOfA() {
        return shares(strategy(), eligible(pair), context(1))[0];
    }

    private void measured(double secondsOfA, double secondsOfB) {
        a.learnSecondsPerToken(secondsOfA, time.nanos());
        b.learnSecondsPerToken(secondsOfB, time.nanos());
    }

    private static void enter(DeploymentTraffic traffic, int calls) {
        for (int i = 0; i < calls; i++) {
            traffic.enter();
        }
    }

    @Test
    void nothing_known_means_equal_shares() {
        assertThat(shareOfA()).isEqualTo(0.5);
    }

    @Test
    void of_two_idle_ones_the_faster_is_better() {
        measured(0.01, 0.02);

        assertThat(shareOfA()).isEqualTo(1);
    }

    @Test
    void calls_in_flight_make_the_faster_one_the_worse() {
        measured(0.01, 0.02);
        enter(a, 1);
        assertThat(shareOfA()).isEqualTo(0.5);

        enter(a, 1);
        assertThat(shareOfA()).isZero();
    }

    @Test
    void bad_news_are_believed_at_once() {
        measured(0.01, 0.02);
        a.learnSecondsPerToken(0.05, time.nanos());

        assertThat(shareOfA()).isZero();
    }

    @Test
    void weights_are_capacity() {
        DeploymentPool weighted = Pools.of(
                ADeployment.named("A").weight(1), ADeployment.named("B").weight(3), ADeployment.named("C"));
        enter(Pools.traffic(weighted, "B"), 1);
        assertThat(shares(strategy(), eligible(weighted), context(1))).containsExactly(0, 1, 0);

        enter(Pools.traffic(weighted, "B"), 2);
        assertThat(shares(strategy(), eligible(weighted), context(1))).containsExactly(1, 0, 0);
    }

    @Test
    void of_three_the_worst_is_never_better_of_two() {
        DeploymentPool three = Pools.of(ADeployment.named("A"), ADeployment.named("B"), ADeployment.named("C"));
        enter(Pools.traffic(three, "B"), 1);
        enter(Pools.traffic(three, "C"), 2);

        double[] shares = shares(strategy(), eligible(three), context(1));

        assertThat(shares[0]).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(shares[1]).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(shares[2]).isZero();
    }

    // ---- back from a cooldown

    @Test
    void after_a_cooldown_there_is_a_trickle_until_one_call_succeeds() {
        measured(0.01, 0.01);
        Pools.coolDown(pair, "A", time.nanos(), Duration.ofSeconds(5));
        time.passSeconds(6);
        assertThat(shareOfA()).isCloseTo(0.1 * 0.5, within(1e-9));

        enter(a, 1);
        enter(b, 9);
        assertThat(shareOfA()).isZero();
    }

    @Test
    void after_the_first_success_its_chance_grows_for_half_a_minute() {
        measured(0.01, 0.01);
        Pools.coolDown(pair, "A", time.nanos(), Duration.ofSeconds(5));
        time.passSeconds(5);
        a.countSuccess(time.nanos());
        assertThat(shareOfA()).isCloseTo(0.05, within(1e-9));

        time.passSeconds(15);
        assertThat(shareOfA()).isCloseTo(0.25, within(1e-9));

        time.passSeconds(15);
        assertThat(shareOfA()).isEqualTo(0.5);
    }

    @Test
    void a_success_during_the_cooldown_proves_nothing_yet() {
        Pools.coolDown(pair, "A", time.nanos(), Duration.ofSeconds(5));
        a.countSuccess(time.nanos());

        assertThat(a.provenSinceCooldown()).isFalse();
    }

    @Test
    void whoever_is_readmitted_early_takes_part_in_full() {
        Pools.coolDown(pair, "A", time.nanos(), Duration.ofSeconds(60));
        a.readmit();

        assertThat(shareOfA()).isEqualTo(0.5);
    }

    @Test
    void a_group_that_is_back_as_a_whole_is_used_as_ever() {
        Pools.coolDown(pair, "A", time.nanos(), Duration.ofSeconds(5));
        Pools.coolDown(pair, "B", time.nanos(), Duration.ofSeconds(5));
        time.passSeconds(6);

        assertThat(shareOfA()).isCloseTo(0.5, within(1e-9));
    }

    // ---- newcomers

    @Test
    void a_newcomer_counts_as_fast_as_the_other_for_one_call_at_a_time() {
        b.learnSecondsPerToken(0.01, time.nanos());
        assertThat(shareOfA()).isEqualTo(0.5);

        enter(a, 1);
        enter(b, 9);
        assertThat(shareOfA()).isZero();
    }

    @Test
    void what_was_measured_more_than_a_minute_ago_counts_for_nothing() {
        measured(0.02, 0.01);
        time.passSeconds(50);
        b.learnSecondsPerToken(0.01, time.nanos());
        assertThat(shareOfA()).isZero();

        time.passSeconds(11);
        assertThat(shareOfA()).isEqualTo(0.5);
    }

    @Test
    void streams_are_compared_by_their_first_token() {
        measured(0.01, 0.02);
        a.learnFirstToken(2, time.nanos());
        b.learnFirstToken(1, time.nanos());
        var streaming = new AContext().streaming().time(time).build();

        assertThat(shares(strategy(), eligible(pair), streaming)).containsExactly(0, 1);
    }

    @Test
    void very_large_groups_tell_the_share_of_being_drawn() {
        var members = new ADeployment[1001];
        for (int i = 0; i < members.length; i++) {
            members[i] = ADeployment.named("d" + i).weight(i == 0 ? 1000 : 1);
        }

        assertThat(shares(strategy(), eligible(Pools.of(members)), context(1))[0])
                .isEqualTo(0.5);
    }
}

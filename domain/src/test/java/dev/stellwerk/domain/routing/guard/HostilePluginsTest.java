package dev.stellwerk.domain.routing.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.OnFailure;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.routing.Shares;
import dev.stellwerk.domain.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters and strategies that throw, lie and hoard: whatever they do costs their own calls and nobody else anything. */
class HostilePluginsTest {
    private static final Reason UNFIT = Reason.unfit("unfit", "does not fit");

    private final VirtualTime time = new VirtualTime();
    private final List<String> mishaps = new ArrayList<>();
    private final DeploymentPool pool =
            Pools.of(ADeployment.named("A"), ADeployment.named("B").weight(1), ADeployment.named("C"));

    private Decision decide(List<DeploymentFilter> filters, RoutingStrategy strategy) {
        return router(filters, strategy).decide(pool, AttemptScope.WHOLE_GROUP, context());
    }

    private Router router(List<DeploymentFilter> filters, RoutingStrategy strategy) {
        return new Router(
                filters.stream()
                        .map(filter -> new GuardedFilter("night", "plugin:night", filter, this::note))
                        .toList(),
                Map.of(
                        RoutingSettings.DEFAULT_STRATEGY,
                        new GuardedStrategy("odd", false, () -> strategy, this::note)));
    }

    private DecisionContext context() {
        return new AContext().time(time).build();
    }

    private void note(String extension, String what, Throwable thrown) {
        mishaps.add(extension + " " + what);
    }

    private static String chosen(Decision decision) {
        return ((Decision.Chosen) decision).deployment().id().value();
    }

    private static CallRefusal refused(Decision decision) {
        return ((Decision.NobodyFits) decision).refusal();
    }

    // ---- strategies

    @ParameterizedTest
    @ValueSource(ints = {3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void a_place_that_is_not_there_is_no_fault_of_the_call(int place) {
        assertThat(chosen(decide(List.of(), (_, _) -> place))).as("by lot").isEqualTo("B");
        assertThat(mishaps).containsExactly("odd chose " + place + " of 3");
    }

    static List<RoutingStrategy> throwing() {
        return List.of(
                (_, _) -> {
                    throw new IllegalStateException("a bug");
                },
                (_, _) -> {
                    throw new AssertionError("an error");
                },
                HostilePluginsTest::recursing,
                (eligible, _) -> eligible.deployment(99).id().length());
    }

    private static int recursing(Eligible eligible, RoutingContext context) {
        return eligible.count() > 0 ? recursing(eligible, context) + 1 : 0;
    }

    @ParameterizedTest
    @MethodSource("throwing")
    void whatever_a_strategy_throws_lots_are_drawn_among_the_same(RoutingStrategy strategy) {
        assertThat(chosen(decide(List.of(), strategy))).isEqualTo("B");
        assertThat(mishaps).containsExactly("odd failed");
    }

    @Test
    void five_failures_in_a_row_bench_a_strategy_and_one_call_tries_it_again() {
        var asked = new AtomicInteger();
        var broken = new boolean[] {true};
        Router router = router(List.of(), (_, _) -> {
            asked.incrementAndGet();
            return broken[0] ? 7 : 0;
        });
        for (int i = 0; i < 20; i++) {
            router.decide(pool, AttemptScope.WHOLE_GROUP, context());
        }
        assertThat(asked).hasValue(5);

        time.passSeconds(30);
        router.decide(pool, AttemptScope.WHOLE_GROUP, context());
        router.decide(pool, AttemptScope.WHOLE_GROUP, context());
        assertThat(asked).as("one tries, and is benched for a minute").hasValue(6);

        time.passSeconds(59);
        router.decide(pool, AttemptScope.WHOLE_GROUP, context());
        assertThat(asked).hasValue(6);

        time.passSeconds(1);
        broken[0] = false;
        for (int i = 0; i < 3; i++) {
            assertThat(chosen(router.decide(pool, AttemptScope.WHOLE_GROUP, context())))
                    .isEqualTo("A");
        }
        assertThat(asked).hasValue(9);
    }

    @Test
    void shares_that_make_no_sense_are_those_of_lots() {
        RoutingStrategy lying = new RoutingStrategy() {
            @Override
            public int choose(Eligible eligible, RoutingContext context) {
                return 0;
            }

            @Override
            public void shares(Eligible eligible, RoutingContext context, Shares shares) {
                shares.give(0, 0.5);
            }
        };
        Router router = router(List.of(), lying);
        var decision = (Decision.Chosen) router.decide(pool, AttemptScope.WHOLE_GROUP, context());

        assertThat(router.shares(decision, context()).shares()).containsExactly(new double[] {0, 1, 0}, within(1e-9));
        assertThat(mishaps).containsExactly("odd told shares that do not make 1");
    }

    @Test
    void a_strategy_is_made_by_the_first_call_that_needs_it_and_once() {
        var made = new AtomicInteger();
        var strategy = new GuardedStrategy(
                "late",
                false,
                () -> {
                    made.incrementAndGet();
                    return (_, _) -> 0;
                },
                this::note);
        var router = new Router(List.of(), Map.of(RoutingSettings.DEFAULT_STRATEGY, strategy));
        assertThat(made).hasValue(0);

        for (int i = 0; i < 3; i++) {
            router.decide(pool, AttemptScope.WHOLE_GROUP, context());
        }
        assertThat(made).hasValue(1);
    }

    // ---- filters

    private static DeploymentFilter throwingAfterRemovingAll(OnFailure onFailure) {
        return new DeploymentFilter() {
            @Override
            public void apply(Candidates candidates, RoutingContext context) {
                candidates.remove(candidates.group().all(), UNFIT);
                throw new IllegalStateException("a bug");
            }

            @Override
            public OnFailure onFailure() {
                return onFailure;
            }
        };
    }

    @Test
    void a_closed_filter_that_fails_refuses_the_request_by_its_name() {
        assertThat(refused(decide(List.of(throwingAfterRemovingAll(OnFailure.CLOSED)), (_, _) -> 0)))
                .isEqualTo(new CallRefusal.FilterFailed("night"));
        assertThat(mishaps).containsExactly("night failed");
    }

    @Test
    void an_open_filter_that_fails_has_removed_nobody() {
        assertThat(chosen(decide(List.of(throwingAfterRemovingAll(OnFailure.OPEN)), (_, _) -> 0)))
                .isEqualTo("A");
    }

    @Test
    void a_filter_that_cannot_say_why_nobody_is_left_has_failed() {
        DeploymentFilter mute = new DeploymentFilter() {
            @Override
            public void apply(Candidates candidates, RoutingContext context) {
                candidates.keepOnly(candidates.group().none(), UNFIT);
            }

            @Override
            public Refusal refusal(Candidates candidates, RoutingContext context) {
                throw new IllegalStateException("a bug");
            }
        };

        assertThat(refused(decide(List.of(mute), (_, _) -> 0))).isEqualTo(new CallRefusal.FilterFailed("night"));
    }

    @Test
    void what_a_filter_kept_from_one_call_is_of_no_use_in_the_next() {
        var kept = new ArrayList<Candidates>();
        DeploymentFilter hoarding = (candidates, _) -> {
            kept.forEach(old -> old.remove(0, UNFIT));
            kept.add(candidates);
        };
        Router router = router(List.of(hoarding), (_, _) -> 0);

        assertThat(chosen(router.decide(pool, AttemptScope.WHOLE_GROUP, context())))
                .isEqualTo("A");
        assertThat(refused(router.decide(pool, AttemptScope.WHOLE_GROUP, context())))
                .isEqualTo(new CallRefusal.FilterFailed("night"));
    }

    @Test
    void a_filter_that_gives_no_reason_has_failed() {
        DeploymentFilter unfounded = (candidates, _) -> candidates.remove(0, null);

        assertThat(refused(decide(List.of(unfounded), (_, _) -> 0))).isEqualTo(new CallRefusal.FilterFailed("night"));
    }

    @Test
    void what_a_filter_removed_in_one_decision_is_there_in_the_next() {
        var once = new AtomicInteger();
        DeploymentFilter greedy = (candidates, _) -> {
            if (once.getAndIncrement() == 0) {
                candidates.remove(candidates.group().all(), UNFIT);
            }
        };
        Router router = router(List.of(greedy), (_, _) -> 0);

        assertThat(refused(router.decide(pool, AttemptScope.WHOLE_GROUP, context())))
                .isEqualTo(new CallRefusal.FilterDenied("chat", "night", "unfit"));
        assertThat(chosen(router.decide(pool, AttemptScope.WHOLE_GROUP, context())))
                .isEqualTo("A");
    }

    @Test
    void a_sentence_that_cannot_be_made_is_empty() {
        Reason unspeakable = Reason.unfit("odd", () -> {
            throw new IllegalStateException("a bug");
        });
        DeploymentFilter odd = (candidates, _) -> candidates.remove(0, unspeakable);
        Decision decision = decide(List.of(odd), (_, _) -> 0);

        assertThat(decision.candidates().rejection(0).detail()).isEmpty();
        assertThat(decision.candidates().rejection(0).stage()).isEqualTo("plugin:night");
    }
}

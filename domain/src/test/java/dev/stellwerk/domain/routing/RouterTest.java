package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final String FIRST = "first";
    private static final Reason PAUSED = Reason.down("paused", "paused by an admin");

    private final List<DeploymentFilter> filters = new ArrayList<>();
    private final List<Integer> offered = new ArrayList<>();
    private final DeploymentPool pool =
            Pools.of(ADeployment.named("A"), ADeployment.named("B"), ADeployment.named("C"));

    private Router router() {
        RoutingStrategy last = (eligible, _) -> {
            offered.add(eligible.count());
            return eligible.count() - 1;
        };
        return Routers.of(filters, Map.of(RoutingSettings.DEFAULT_STRATEGY, last));
    }

    private String chosen(DeploymentPool group, AttemptScope scope, AContext context) {
        return ((Decision.Chosen) router().decide(group, scope, context.build()))
                .deployment()
                .id()
                .value();
    }

    private CallRefusal refusal(DeploymentPool group, AttemptScope scope) {
        return ((Decision.NobodyFits) router().decide(group, scope, new AContext().build())).refusal();
    }

    private static DeploymentFilter removing(String id, String words, boolean holdsForCallsById) {
        return new DeploymentFilter() {
            @Override
            public void apply(Candidates candidates, RoutingContext context) {
                int place = candidates.group().placeOf(id);
                if (place >= 0) {
                    candidates.remove(place, PAUSED);
                }
            }

            @Override
            public Refusal refusal(Candidates candidates, RoutingContext context) {
                return Refusal.of(Refusal.Kind.DENIED).saying(words);
            }

            @Override
            public boolean holdsForCallsById() {
                return holdsForCallsById;
            }
        };
    }

    private static String words(CallRefusal refusal) {
        return ((CallRefusal.InWords) refusal).words();
    }

    @Test
    void the_strategy_chooses_among_those_that_the_filters_left() {
        filters.add(removing("C", FIRST, true));

        assertThat(chosen(pool, AttemptScope.WHOLE_GROUP, new AContext())).isEqualTo("B");
        assertThat(offered).containsExactly(2);
    }

    @Test
    void the_filter_that_removes_the_last_one_speaks() {
        filters.add(removing("A", "not this one", true));
        filters.add(removing("B", "nor this one", true));
        filters.add(removing("C", FIRST, true));
        filters.add((_, _) ->
                assertThat(true).as("no filter runs when nobody is left").isFalse());

        assertThat(words(refusal(pool, AttemptScope.WHOLE_GROUP))).isEqualTo(FIRST);
        assertThat(offered).isEmpty();
    }

    @Test
    void a_call_by_id_passes_the_filters_that_hold_for_it_and_no_strategy() {
        AttemptScope byId = AttemptScope.only(new DeploymentId("B"));
        filters.add(removing("B", "cooling down", false));
        assertThat(chosen(pool, byId, new AContext())).isEqualTo("B");
        assertThat(offered).isEmpty();

        filters.add(removing("B", FIRST, true));
        assertThat(words(refusal(pool, byId))).isEqualTo(FIRST);
    }

    // ---- order

    @Test
    void the_lowest_tier_in_play_serves_and_who_has_no_order_waits() {
        DeploymentPool tiers = Pools.of(
                ADeployment.named("second").order(2), ADeployment.named("first").order(1), ADeployment.named("none"));
        assertThat(chosen(tiers, AttemptScope.WHOLE_GROUP, new AContext())).isEqualTo("first");

        filters.add(removing("first", FIRST, true));
        assertThat(chosen(tiers, AttemptScope.WHOLE_GROUP, new AContext())).isEqualTo("second");

        filters.add(removing("second", FIRST, true));
        assertThat(chosen(tiers, AttemptScope.WHOLE_GROUP, new AContext())).isEqualTo("none");
    }

    @Test
    void a_tier_that_is_asked_for_serves_alone_or_nobody_does() {
        DeploymentPool tiers = Pools.of(
                ADeployment.named("first").order(1), ADeployment.named("second").order(2));
        assertThat(chosen(tiers, AttemptScope.tier(2), new AContext())).isEqualTo("second");

        filters.add(removing("second", FIRST, true));
        assertThat(refusal(tiers, AttemptScope.tier(2))).isInstanceOf(CallRefusal.NoneAvailable.class);
    }

    @Test
    void who_waits_for_its_tier_is_told_so() {
        DeploymentPool tiers = Pools.of(
                ADeployment.named("first").order(1), ADeployment.named("second").order(2));
        Decision decision = router().decide(tiers, AttemptScope.WHOLE_GROUP, new AContext().build());

        Rejection why = decision.candidates().rejection(1);
        assertThat(why.stage() + " " + why.reason() + ": " + why.detail())
                .isEqualTo("order later_tier: only tier 1 is in play");
    }

    // ---- preferences

    @Test
    void affinity_is_followed_while_its_deployment_may_serve() {
        AContext context = new AContext().preferring("gone", "A", "B");
        assertThat(chosen(pool, AttemptScope.WHOLE_GROUP, context)).isEqualTo("A");

        filters.add(removing("A", FIRST, true));
        assertThat(chosen(pool, AttemptScope.WHOLE_GROUP, context)).isEqualTo("B");

        filters.add(removing("B", FIRST, true));
        assertThat(chosen(pool, AttemptScope.WHOLE_GROUP, context)).isEqualTo("C");
    }

    @Test
    void who_failed_before_waits_until_the_others_were_tried() {
        AttemptScope scope =
                AttemptScope.WHOLE_GROUP.withFailed(new DeploymentId("C")).withFailed(new DeploymentId("B"));
        assertThat(chosen(pool, scope, new AContext().preferring("C"))).isEqualTo("A");
        assertThat(chosen(pool, scope.withFailed(new DeploymentId("A")), new AContext()))
                .isEqualTo("C");
    }

    @Test
    void failover_leaves_them_out_for_good() {
        var scope = new AttemptScope(
                null,
                null,
                List.of(),
                Set.of(new DeploymentId("A"), new DeploymentId("B"), new DeploymentId("C")),
                true);

        assertThat(refusal(pool, scope)).isInstanceOf(CallRefusal.NoneAvailable.class);
    }

    @Test
    void who_was_full_when_asked_is_out_and_the_last_one_speaks() {
        var why = new Rejection("limits", Reason.down("over_requests", "1 of 1 requests this minute"));
        var scope = AttemptScope.WHOLE_GROUP
                .withFull(new AttemptScope.Full(new DeploymentId("C"), why, new CallRefusal.NoDeployments("C")))
                .withFull(new AttemptScope.Full(new DeploymentId("A"), why, new CallRefusal.NoDeployments("A")));
        assertThat(chosen(pool, scope, new AContext())).isEqualTo("B");

        var last = new CallRefusal.NoDeployments("B");
        AttemptScope all = scope.withFull(new AttemptScope.Full(new DeploymentId("B"), why, last));
        assertThat(refusal(pool, all)).isEqualTo(last);
    }

    // ---- strategies

    @Test
    void a_group_may_have_a_strategy_of_its_own() {
        RoutingStrategy first = (_, _) -> 0;
        RoutingStrategy second = (_, _) -> 1;
        Router router = Routers.of(List.of(), Map.of("one", first, "two", second));
        var settings = new RoutingSettings(
                "one",
                Map.of("chat", "two"),
                RoutingSettings.Failures.DEFAULTS,
                RoutingSettings.FallbackRules.NONE,
                RoutingSettings.Tags.DEFAULTS,
                RoutingSettings.Checks.DEFAULTS,
                RoutingSettings.Bounds.DEFAULTS,
                RoutingSettings.Budgets.NONE,
                false);
        var decision = (Decision.Chosen) router.decide(
                pool,
                AttemptScope.WHOLE_GROUP,
                new AContext().settings(settings).build());

        assertThat(decision.strategy()).isEqualTo("two");
        assertThat(decision.place()).isEqualTo(1);
        assertThatThrownBy(() -> router.decide(
                        pool,
                        AttemptScope.WHOLE_GROUP,
                        new AContext().settings(settings.withStrategy("three")).build()))
                .hasMessageContaining("three");
    }

    @Test
    void filters_learn_whether_limits_hold_under_the_strategy() {
        var seen = new ArrayList<Boolean>();
        DeploymentFilter asking = (candidates, _) -> seen.add(candidates.limitsHold());
        var router = new Router(
                List.of(Routers.guard("asking", asking)),
                Map.of(RoutingSettings.DEFAULT_STRATEGY, Routers.guard("careful", (_, _) -> 0, true)));
        router.decide(pool, AttemptScope.WHOLE_GROUP, new AContext().build());
        router.decide(pool, AttemptScope.only(new DeploymentId("A")), new AContext().build());

        assertThat(seen).containsExactly(true, false);
    }

    @Test
    void the_share_of_a_strategy_that_says_nothing_is_all_for_its_choice() {
        RoutingStrategy second = (_, _) -> 1;
        Router router = Routers.of(List.of(), Map.of(RoutingSettings.DEFAULT_STRATEGY, second));
        DecisionContext context = new AContext().build();
        var chosen = (Decision.Chosen) router.decide(pool, AttemptScope.WHOLE_GROUP, context);

        assertThat(router.shares(chosen, context).shares()).containsExactly(0, 1, 0);
        assertThat(router.shares(chosen, context).sampled()).isFalse();
    }

    @Test
    void the_shares_of_a_strategy_that_draws_and_says_nothing_are_tried_alike_each_time() {
        RoutingStrategy drawing = (eligible, context) -> context.random().nextInt(2);
        Router router = Routers.of(List.of(), Map.of(RoutingSettings.DEFAULT_STRATEGY, drawing));
        DecisionContext context = new AContext().build();
        var chosen = (Decision.Chosen) router.decide(pool, AttemptScope.WHOLE_GROUP, context);
        double[] shares = router.shares(chosen, context).shares();

        assertThat(router.shares(chosen, context).sampled()).isTrue();
        assertThat(router.shares(chosen, context).shares()).containsExactly(shares);
        assertThat(shares[0]).isBetween(0.4, 0.6);
        assertThat(shares[0] + shares[1]).isCloseTo(1, within(1e-9));
        assertThat(shares[2]).isZero();
    }

    @Test
    void a_rehearsal_sees_the_next_turn_and_does_not_use_it_up() {
        var turns = new ArrayList<Long>();
        RoutingStrategy roundRobin = (eligible, context) -> {
            turns.add(context.turn());
            return (int) (context.turn() % eligible.count());
        };
        Router live = Routers.of(List.of(), Map.of(RoutingSettings.DEFAULT_STRATEGY, roundRobin));
        for (Router router : List.of(live, live.rehearsing(), live.rehearsing(), live, live.rehearsing())) {
            router.decide(pool, AttemptScope.WHOLE_GROUP, new AContext().build());
        }

        assertThat(turns).containsExactly(0L, 1L, 1L, 1L, 2L);
    }

    @Test
    void when_nobody_cools_down_the_configured_cooldown_is_the_time_to_come_back() {
        DeploymentFilter pausing =
                (candidates, _) -> candidates.keepOnly(candidates.group().none(), PAUSED);

        assertThat(Filtering.of(pool, new AContext().build(), pausing).refusal())
                .isEqualTo(new CallRefusal.NoneAvailable("chat", Duration.ofSeconds(5), List.of(), false, false));
    }
}

package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that continue what only one deployment, {@code b}, holds. */
class PinTest {
    private static final DeploymentId B = new DeploymentId("b");

    private final DeploymentPool group = Pools.of(
            ADeployment.named("a").order(1),
            ADeployment.named("b").order(2),
            ADeployment.named("c").order(2));

    private static DecisionContext continuing(String pinned) {
        RoutingRequest plain = new AContext().request();
        var request = new RoutingRequest(
                plain.model(),
                plain.constraints(),
                plain.facts(),
                plain.overrides(),
                new DeploymentId(pinned),
                List.of());
        DecisionContext context = new AContext().build();
        return new DecisionContext(
                request, context.settings(), context.budgets(), context.random(), context.now(), context.earlier());
    }

    private Decision decide(AttemptScope scope, String pinned, DeploymentFilter... filters) {
        RoutingStrategy first = (_, _) -> 0;
        Router router = Routers.of(List.of(filters), Map.of(RoutingSettings.DEFAULT_STRATEGY, first));
        return router.decide(group, scope, continuing(pinned));
    }

    private static DeploymentFilter removing(Reason why, String... ids) {
        return (candidates, _) -> {
            for (String id : ids) {
                candidates.remove(candidates.group().placeOf(id), why);
            }
        };
    }

    private static String chosen(Decision decision) {
        return decision instanceof Decision.Chosen chosen
                ? chosen.deployment().id().value()
                : decision.toString();
    }

    @Test
    void the_holder_is_called_whatever_order_and_strategy_say() {
        Decision decision = decide(AttemptScope.WHOLE_GROUP, "b");

        assertThat(chosen(decision)).isEqualTo("b");
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Chosen.class, b -> assertThat(b.preferred()).isTrue());
    }

    @Test
    void the_holder_is_tried_again_when_it_failed() {
        assertThat(chosen(decide(AttemptScope.WHOLE_GROUP.withFailed(B), "b"))).isEqualTo("b");
    }

    @Test
    void a_holder_that_is_not_of_the_group_does_not_matter() {
        assertThat(chosen(decide(AttemptScope.WHOLE_GROUP, "of another group"))).isEqualTo("a");
    }

    @Test
    void an_attempt_that_is_meant_for_others_goes_to_them() {
        assertThat(chosen(decide(AttemptScope.tier(1), "b"))).isEqualTo("a");
        assertThat(chosen(decide(AttemptScope.only(new DeploymentId("c")), "b")))
                .isEqualTo("c");
        assertThat(chosen(decide(new AttemptScope(null, null, List.of(), Set.of(B), true), "b")))
                .isEqualTo("a");
    }

    static List<Reason> down() {
        return List.of(
                Reason.down("cooling_down", "sits out", Duration.ofSeconds(1)),
                Reason.down("credential_missing", "cannot be called as configured"),
                Reason.down("paused", "paused by an admin"),
                Reason.down("budget_spent", "spent", Duration.ZERO),
                Reason.unfit("unsupported_parameter", "does not take it"),
                Reason.unfit("prompt_too_long", "9 prompt tokens, at most 8"));
    }

    @ParameterizedTest
    @MethodSource("down")
    void a_holder_that_is_down_is_replaced(Reason why) {
        assertThat(chosen(decide(AttemptScope.WHOLE_GROUP, "b", removing(why, "b"))))
                .isEqualTo("a");
    }

    static List<Reason> denied() {
        return List.of(
                Reason.unfit("region_mismatch", "must lie elsewhere"),
                Reason.unfit("tag_mismatch", "needs x"),
                Reason.unfit("tag_excluded", "must not carry x"),
                Reason.unfit("tag_required", "must carry x"),
                Reason.unfit("access_group", "was not granted"),
                Reason.unfit("other_team", "belongs to another team"),
                Reason.unfit("r", "d"));
    }

    @ParameterizedTest
    @MethodSource("denied")
    void a_holder_that_the_request_rules_out_is_not_replaced(Reason why) {
        Decision decision = decide(AttemptScope.WHOLE_GROUP, "b", removing(why, "b"));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.NobodyFits.class,
                        nobody -> assertThat(nobody.refusal())
                                .isEqualTo(new CallRefusal.ContinuationDenied("chat", why.detail())));
    }

    @Test
    void nor_is_it_when_the_request_rules_out_everybody() {
        Decision decision = decide(
                AttemptScope.WHOLE_GROUP,
                "b",
                removing(Reason.unfit("other_team", "belongs to another team"), "a", "b", "c"));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.NobodyFits.class,
                        nobody -> assertThat(nobody.refusal()).isInstanceOf(CallRefusal.ContinuationDenied.class));
    }
}

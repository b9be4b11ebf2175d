package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
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
                request, context.settings(), context.budgets(), context.random(), context.nowNanos(), 0, 0);
    }

    private Decision decide(AttemptScope scope, String pinned, DeploymentFilter... filters) {
        RoutingStrategy first = (_, _) -> 0;
        var router = new Router(List.of(filters), Map.of(RoutingSettings.DEFAULT_STRATEGY, first));
        return router.decide(group, scope, continuing(pinned));
    }

    private static DeploymentFilter removing(Rejection why, String... ids) {
        return (candidates, _) -> {
            for (String id : ids) {
                candidates.remove(candidates.pool().indexOf(new DeploymentId(id)), why);
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

    static List<Rejection> down() {
        return List.of(
                new Rejection.CoolingDown(Duration.ofSeconds(1), 429),
                new Rejection.OutOfService("credential_missing"),
                new Rejection.Paused(),
                new Rejection.BudgetSpent("spent", Duration.ZERO),
                new Rejection.PromptTooLong(9, 8));
    }

    @ParameterizedTest
    @MethodSource("down")
    void a_holder_that_is_down_is_replaced(Rejection why) {
        assertThat(chosen(decide(AttemptScope.WHOLE_GROUP, "b", removing(why, "b"))))
                .isEqualTo("a");
    }

    static List<Rejection> denied() {
        return List.of(
                new Rejection.OutsideRegion(List.of()),
                new Rejection.TagMismatch(List.of("x"), false),
                new Rejection.TagExcluded(List.of("x")),
                new Rejection.TagRequired(List.of("x")),
                new Rejection.NotGranted(),
                new Rejection.OtherTeam(),
                new Rejection.ByPlugin("p", "r", "d"));
    }

    @ParameterizedTest
    @MethodSource("denied")
    void a_holder_that_the_request_rules_out_is_not_replaced(Rejection why) {
        Decision decision = decide(AttemptScope.WHOLE_GROUP, "b", removing(why, "b"));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.NobodyFits.class,
                        nobody -> assertThat(nobody.refusal())
                                .isEqualTo(new CallRefusal.ContinuationDenied("chat", why.detail())));
    }

    @Test
    void nor_is_it_when_the_request_rules_out_everybody() {
        Decision decision = decide(AttemptScope.WHOLE_GROUP, "b", removing(new Rejection.OtherTeam(), "a", "b", "c"));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.NobodyFits.class,
                        nobody -> assertThat(nobody.refusal()).isInstanceOf(CallRefusal.ContinuationDenied.class));
    }
}

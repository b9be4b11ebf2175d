package dev.stellwerk.plugins.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.RegionRestriction.Source;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All built-in filters and strategies together, as a gateway without other plugins runs them. */
class PipelineTest {
    private final VirtualTime time = new VirtualTime();
    private final Router router = BuiltIns.router();

    private Decision decide(DeploymentPool pool, AttemptScope scope, AContext context) {
        return router.decide(pool, scope, context.time(time).build());
    }

    @Test
    @Tag("S18")
    @Tag("S24")
    void no_strategy_ever_reaches_whom_the_constraints_forbid() {
        Seeds.forEach(2000, random -> {
            DeploymentPool pool = Pools.random(random, 1 + random.nextInt(30));
            coolSomeDown(pool, random);
            List<String> names = BuiltIns.strategyNames();
            AContext context = new AContext()
                    .settings(RoutingSettings.DEFAULTS.withStrategy(names.get(random.nextInt(names.size()))))
                    .filteringTags()
                    .tags(TagSource.KEY, "a")
                    .in(Source.CUSTOMER, "eu")
                    .team("t0")
                    .random(random);
            AttemptScope scope = random.nextBoolean()
                    ? AttemptScope.WHOLE_GROUP
                    : AttemptScope.only(
                            pool.deployment(random.nextInt(pool.size())).id());

            if (decide(pool, scope, context) instanceof Decision.Chosen chosen) {
                assertThat(mayServe(chosen.deployment(), pool)).isTrue();
                boolean cooling = chosen.traffic().cooling(time.nanos());
                assertThat(cooling && scope.only() == null).isFalse();
            }
        });
    }

    private void coolSomeDown(DeploymentPool pool, RandomGenerator random) {
        for (Deployment deployment : pool.deployments()) {
            if (random.nextInt(4) == 0) {
                Pools.coolDown(pool, deployment.id().value(), time.nanos(), Duration.ofSeconds(5));
            }
        }
    }

    /** By the team's tag, or by default where nobody carries it. */
    private static boolean mayServe(Deployment deployment, DeploymentPool pool) {
        String needed = pool.view().knows("a") ? "a" : "default";
        String team = deployment.visibility().teamId();
        return !deployment.blocked()
                && (team == null || team.equals("t0"))
                && deployment
                        .region()
                        .filter(r -> Set.of("eu", "de", "frankfurt").contains(r.name()))
                        .isPresent()
                && deployment.tagRules().tags().contains(needed);
    }

    @Test
    void region_is_judged_before_tags() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("us").in("us").tagged("paid"),
                ADeployment.named("eu").in("eu").tagged("free"));
        var decision = (Decision.NobodyFits) decide(
                pool, AttemptScope.WHOLE_GROUP, new AContext().tagged("paid").in(Source.KEY, "eu"));

        assertThat(decision.refusal()).isEqualTo(new CallRefusal.TagsDenied("chat", List.of("paid")));
    }

    @Test
    void tags_are_judged_before_order() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("first").order(1).tagged("free"),
                ADeployment.named("second").order(2).tagged("paid"));

        assertThat(decide(pool, AttemptScope.WHOLE_GROUP, new AContext().tagged("paid")))
                .isInstanceOfSatisfying(
                        Decision.Chosen.class,
                        chosen -> assertThat(chosen.deployment().id().value()).isEqualTo("second"));
    }

    @Test
    void a_call_by_id_skips_the_cooldown_and_nothing_that_is_hard() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").in("us").tagged("x").rpm(0),
                ADeployment.named("B").tagged("y"));
        Pools.coolDown(pool, "A", time.nanos(), Duration.ofSeconds(9));
        AttemptScope byId = AttemptScope.only(new DeploymentId("A"));
        var byUsage = RoutingSettings.DEFAULTS.withStrategy("usage-based-routing-v2");

        assertThat(decide(pool, byId, new AContext().settings(byUsage))).isInstanceOf(Decision.Chosen.class);
        assertThat(decide(pool, byId, new AContext().tagged("y"))).isInstanceOf(Decision.NobodyFits.class);
        assertThat(decide(pool, byId, new AContext().in(Source.KEY, "eu"))).isInstanceOf(Decision.NobodyFits.class);
    }

    @Test
    void what_is_full_leaves_only_where_the_strategy_minds() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").rpm(0));

        assertThat(decide(pool, AttemptScope.WHOLE_GROUP, new AContext())).isInstanceOf(Decision.Chosen.class);
        for (String strategy : List.of(
                "usage-based-routing",
                "usage-based-routing-v2",
                "latency-based-routing",
                "cost-based-routing",
                "adaptive")) {
            AContext context = new AContext().settings(RoutingSettings.DEFAULTS.withStrategy(strategy));

            assertThat(decide(pool, AttemptScope.WHOLE_GROUP, context))
                    .as(strategy)
                    .isInstanceOf(Decision.NobodyFits.class);
        }
    }

    @Test
    void an_affinity_never_leads_past_a_constraint() {
        DeploymentPool pool =
                Pools.of(ADeployment.named("A").in("us"), ADeployment.named("B").in("eu"));

        assertThat(decide(
                        pool,
                        AttemptScope.WHOLE_GROUP,
                        new AContext().preferring("A").in(Source.BODY, "eu")))
                .isInstanceOfSatisfying(
                        Decision.Chosen.class,
                        chosen -> assertThat(chosen.deployment().id().value()).isEqualTo("B"));
    }
}

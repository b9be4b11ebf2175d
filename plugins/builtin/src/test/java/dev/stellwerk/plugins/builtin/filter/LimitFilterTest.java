package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.DeploymentFilterContract;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitFilterTest extends DeploymentFilterContract {
    private final VirtualTime time = new VirtualTime();

    @Override
    protected DeploymentFilter filter() {
        return new LimitFilter();
    }

    private Filtering respecting(DeploymentPool pool, AContext context) {
        return Filtering.holdingLimits(pool, context.time(time).build(), new CooldownFilter(), filter());
    }

    private Filtering enforcing(DeploymentPool pool, AContext context) {
        var checks = new RoutingSettings.Checks(false, true, Set.of(), Duration.ofHours(1), null, false, List.of());
        return Filtering.of(
                pool,
                context.time(time)
                        .settings(RoutingSettings.DEFAULTS.withChecks(checks))
                        .build(),
                filter());
    }

    @Test
    void rpm_6_admits_six_a_minute() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").rpm(6));
        for (int i = 0; i < 6; i++) {
            assertThat(respecting(pool, new AContext()).left()).containsExactly("A");
            Pools.traffic(pool, "A").countRequest(time.minute());
        }
        assertThat(respecting(pool, new AContext()).why("A")).isEqualTo("over_requests: 6 of 6 requests this minute");

        time.passSeconds(60);
        assertThat(respecting(pool, new AContext()).left()).containsExactly("A");
    }

    @Test
    void a_prompt_has_to_fit_into_the_tokens_that_are_left() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").tpm(100));
        Pools.traffic(pool, "A").countTokens(time.minute(), 60);

        assertThat(respecting(pool, new AContext().promptTokens(40)).left()).containsExactly("A");
        assertThat(respecting(pool, new AContext().promptTokens(41)).why("A"))
                .isEqualTo("over_tokens: 60 of 100 tokens this minute");
    }

    @Test
    void a_limit_of_0_admits_nothing() {
        DeploymentPool pool =
                Pools.of(ADeployment.named("A").rpm(0), ADeployment.named("B").tpm(0), ADeployment.named("C"));

        assertThat(respecting(pool, new AContext()).left()).containsExactly("C");
        assertThat(enforcing(pool, new AContext()).left()).containsExactly("C");
    }

    @Test
    void elsewhere_limits_are_only_weights() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").rpm(0));

        assertThat(Filtering.of(pool, new AContext().build(), filter()).left()).containsExactly("A");
    }

    @Test
    void what_other_instances_used_counts() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").rpm(6));
        Pools.traffic(pool, "A").observeUsageElsewhere(time.minute(), 6, 0);

        assertThat(respecting(pool, new AContext()).left()).isEmpty();
    }

    @Test
    void a_limit_of_zero_never_passes_so_nobody_is_told_to_come_back() {
        DeploymentPool pool =
                Pools.of(ADeployment.named("A").rpm(0), ADeployment.named("B").rpm(0));

        assertThat(respecting(pool, new AContext()).refusal())
                .isEqualTo(new CallRefusal.NoneAvailable("chat", Duration.ZERO, List.of(), false, false));
    }

    @Test
    void everybody_full_is_over_with_the_minute_or_with_a_cooldown_before_that() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").rpm(1), ADeployment.named("B"));
        time.passSeconds(20);
        Pools.traffic(pool, "A").countRequest(time.minute());
        Pools.coolDown(pool, "B", time.nanos(), Duration.ofSeconds(90));
        assertThat(respecting(pool, new AContext()).refusal())
                .isEqualTo(new CallRefusal.NoneAvailable(
                        "chat", Duration.ofSeconds(40), List.of(new DeploymentId("B")), false, false));

        time.passSeconds(61);
        Pools.traffic(pool, "A").countRequest(time.minute());
        assertThat(respecting(pool, new AContext()).refusal())
                .isEqualTo(new CallRefusal.NoneAvailable(
                        "chat", Duration.ofSeconds(29), List.of(new DeploymentId("B")), false, false));
    }

    @Test
    void an_enforced_limit_is_told_in_figures() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").rpm(1));
        Pools.traffic(pool, "A").countRequest(time.minute());
        time.passSeconds(10);

        assertThat(enforcing(pool, new AContext()).refusal())
                .isEqualTo(new CallRefusal.ModelRateLimited("chat", LimitKind.REQUESTS, 1, 2, Duration.ofSeconds(50)));
    }

    @Test
    void enforced_tokens_are_told_as_used() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").tpm(50));
        Pools.traffic(pool, "A").countTokens(time.minute(), 50);

        assertThat(enforcing(pool, new AContext()).refusal())
                .isEqualTo(new CallRefusal.ModelRateLimited("chat", LimitKind.TOKENS, 50, 50, Duration.ofSeconds(60)));
    }
}

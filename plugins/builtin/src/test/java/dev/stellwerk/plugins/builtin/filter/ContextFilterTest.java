package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.ContextWindowExceeded.TooSmall;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.DeploymentFilterContract;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContextFilterTest extends DeploymentFilterContract {
    private final VirtualTime time = new VirtualTime();

    @Override
    protected DeploymentFilter filter() {
        return new ContextFilter();
    }

    private static AContext checking(boolean dropUnsupported) {
        var checks = new RoutingSettings.Checks(
                true, false, Set.of(), Duration.ofHours(1), null, dropUnsupported, List.of());
        return new AContext().settings(RoutingSettings.DEFAULTS.withChecks(checks));
    }

    private Filtering filtered(DeploymentPool pool, AContext context) {
        return Filtering.of(pool, context.time(time).build(), filter());
    }

    @Test
    void a_prompt_goes_where_it_fits_and_where_nothing_is_known() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("small").taking(100),
                ADeployment.named("large").taking(101),
                ADeployment.named("?"));

        assertThat(filtered(pool, checking(false).promptTokens(101)).left()).containsExactly("large", "?");
        assertThat(filtered(pool, checking(false).promptTokens(100)).left()).hasSize(3);
    }

    @Test
    void a_call_goes_only_where_calls_of_its_type_are_taken_checks_or_not() {
        DeploymentPool pool = Pools.of(ADeployment.named("chats").serving(CallType.CHAT), ADeployment.named("?"));
        DeploymentPool chats = Pools.of(ADeployment.named("chats").serving(CallType.CHAT));

        assertThat(filtered(pool, new AContext()).left()).containsExactly("chats", "?");
        assertThat(filtered(pool, new AContext().callType(CallType.EMBEDDING)).left())
                .containsExactly("?");
        assertThat(filtered(chats, new AContext().callType(CallType.EMBEDDING))
                        .refusal()
                        .meant())
                .isInstanceOf(CallRefusal.FilterFoundInvalid.class);
    }

    @Test
    void nothing_is_checked_unless_it_is_switched_on() {
        DeploymentPool pool = Pools.of(ADeployment.named("small").taking(100).rpm(0));

        assertThat(filtered(pool, new AContext().promptTokens(1000)).left()).containsExactly("small");
    }

    @Test
    void a_prompt_that_fits_nowhere_is_told_with_every_limit() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").taking(10), ADeployment.named("B").taking(20));

        assertThat(filtered(pool, checking(false).promptTokens(30)).refusal())
                .isEqualTo(new CallRefusal.ContextWindowExceeded(
                        "chat",
                        List.of(new TooSmall("openai/model-of-A", 10, 30), new TooSmall("openai/model-of-B", 20, 30))));
    }

    @Test
    void requests_of_this_minute_count_against_rpm() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").rpm(2));
        Pools.traffic(pool, "A").countRequest(time.minute());
        assertThat(filtered(pool, checking(false)).left()).containsExactly("A");

        Pools.traffic(pool, "A").countRequest(time.minute());
        assertThat(filtered(pool, checking(false)).left()).isEmpty();

        time.passSeconds(60);
        assertThat(filtered(pool, checking(false)).left()).containsExactly("A");
    }

    @Test
    void a_full_minute_is_told_before_a_prompt_that_is_too_long() {
        DeploymentPool pool =
                Pools.of(ADeployment.named("A").rpm(1), ADeployment.named("B").taking(1));
        time.passSeconds(45);
        Pools.traffic(pool, "A").countRequest(time.minute());

        assertThat(filtered(pool, checking(false).promptTokens(2)).refusal())
                .isEqualTo(new CallRefusal.NoneAvailable("chat", Duration.ofSeconds(15), List.of(), false, true));
    }

    @Test
    void a_response_format_needs_somebody_who_knows_it() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").notTaking("response_format"), ADeployment.named("B"));
        DeploymentPool nobody = Pools.of(ADeployment.named("A").notTaking("response_format"));

        assertThat(filtered(pool, checking(false).parameters("response_format")).left())
                .containsExactly("B");
        assertThat(filtered(pool, checking(false).parameters("seed")).left()).hasSize(2);
        assertThat(filtered(pool, checking(true).parameters("response_format")).left())
                .hasSize(2);
        assertThat(filtered(nobody, checking(false).parameters("response_format"))
                        .refusal())
                .isEqualTo(new CallRefusal.UnsupportedParameter("chat", "response_format"));
    }
}

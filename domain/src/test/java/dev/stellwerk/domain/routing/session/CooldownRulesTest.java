package dev.stellwerk.domain.routing.session;

import static dev.stellwerk.domain.routing.session.SessionHarness.deployment;
import static dev.stellwerk.domain.routing.session.SessionHarness.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.FailureRules;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CooldownRulesTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final RoutingSettings.Failures DEFAULTS = RoutingSettings.Failures.DEFAULTS;

    private final DeploymentTraffic traffic = new DeploymentTraffic(new DeploymentId("a"));

    private Optional<Cooldown> fail(
            Deployment.Builder deployment, boolean alone, UpstreamFailure failure, RoutingSettings.Failures settings) {
        return fail(deployment, alone ? Standing.SINGLE : Standing.AMONG_OTHERS, failure, settings);
    }

    private Optional<Cooldown> fail(
            Deployment.Builder deployment,
            Standing standing,
            UpstreamFailure failure,
            RoutingSettings.Failures settings) {
        return CooldownRules.afterFailure(deployment.build(), standing, CallType.CHAT, traffic, failure, settings, NOW);
    }

    private Optional<Cooldown> fail(boolean alone, int status) {
        return fail(deployment("a", "chat"), alone, status(status), DEFAULTS);
    }

    private static RoutingSettings.Failures allowing(@Nullable Integer fails, Map<ErrorClass, Integer> byClass) {
        return new RoutingSettings.Failures(
                2,
                Duration.ZERO,
                RetryPolicy.NONE,
                Map.of(),
                fails,
                byClass,
                Duration.ofSeconds(5),
                false,
                Duration.ofHours(1));
    }

    @Test
    void a_rate_limit_takes_one_of_several_out_at_once_and_spares_the_only_one() {
        assertThat(fail(false, 429)).get().extracting(Cooldown::length).isEqualTo(Duration.ofSeconds(5));
        assertThat(fail(true, 429)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404})
    void what_no_retry_can_mend_takes_even_the_only_one_out(int status) {
        assertThat(fail(true, status)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 413, 422})
    void a_callers_mistake_never_counts(int status) {
        for (int i = 0; i < 20; i++) {
            assertThat(fail(false, status)).isEmpty();
        }
        assertThat(traffic.outcomes(NOW).total()).isZero();
    }

    @Test
    void more_than_half_failing_takes_a_deployment_out_at_the_fifth_request() {
        for (int i = 0; i < 4; i++) {
            assertThat(fail(false, 500)).isEmpty();
        }
        assertThat(fail(false, 500)).isPresent();
    }

    @Test
    void half_failing_is_not_more_than_half() {
        for (int i = 0; i < 50; i++) {
            traffic.countSuccess(NOW);
            assertThat(fail(false, 500)).isEmpty();
        }
    }

    @Test
    void the_only_one_goes_out_after_a_thousand_failures_without_a_success() {
        for (int i = 0; i < 999; i++) {
            assertThat(fail(true, 500)).isEmpty();
        }
        assertThat(fail(true, 500)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7})
    void so_many_allowed_fails_are_tolerated_and_the_next_trips_even_the_only_one(int allowed) {
        for (int i = 0; i < allowed; i++) {
            assertThat(fail(deployment("a", "chat"), true, status(500), allowing(allowed, Map.of())))
                    .isEmpty();
        }
        assertThat(fail(deployment("a", "chat"), true, status(500), allowing(allowed, Map.of())))
                .isPresent();
    }

    @Test
    void allowed_fails_are_counted_by_kind_where_a_kind_is_named() {
        RoutingSettings.Failures settings = allowing(100, Map.of(ErrorClass.RATE_LIMIT, 1));

        assertThat(fail(deployment("a", "chat"), false, status(500), settings)).isEmpty();
        assertThat(fail(deployment("a", "chat"), false, status(429), settings)).isEmpty();
        assertThat(fail(deployment("a", "chat"), false, status(429), settings)).isPresent();
    }

    @Test
    void a_deployments_own_allowance_beats_the_routers() {
        var own = deployment("a", "chat")
                .failureRules(new FailureRules(null, null, null, Map.of(ErrorClass.INTERNAL_SERVER, 0)));

        assertThat(fail(own, true, status(500), allowing(100, Map.of()))).isPresent();
    }

    @Test
    void the_deployments_time_beats_what_the_upstream_asked_for_and_that_the_routers() {
        UpstreamFailure asked = status(429).withRetryAfter(Duration.ofSeconds(30));

        assertThat(fail(deployment("a", "chat").cooldown(Duration.ofSeconds(1)), false, asked, DEFAULTS))
                .get()
                .extracting(Cooldown::length)
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(fail(deployment("a", "chat"), false, asked, DEFAULTS))
                .get()
                .extracting(Cooldown::length)
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void an_upstream_that_asks_for_a_week_gets_an_hour() {
        UpstreamFailure asked = status(429).withRetryAfter(Duration.ofDays(7));

        assertThat(fail(deployment("a", "chat"), false, asked, DEFAULTS))
                .get()
                .extracting(Cooldown::length)
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_cooldown_of_zero_and_a_wildcard_never_sit_out() {
        assertThat(fail(deployment("a", "chat").cooldown(Duration.ZERO), false, status(429), DEFAULTS))
                .isEmpty();
        assertThat(fail(deployment("a", "llm/*"), false, status(429), DEFAULTS)).isEmpty();
    }

    @Test
    void a_timeout_that_the_caller_chose_says_nothing_about_the_deployment() {
        var own = new UpstreamFailure(
                ErrorClass.TIMEOUT, 408, "too slow", Optional.empty(), null, null, null, Duration.ofMillis(1), true);

        assertThat(fail(deployment("a", "chat"), false, own, allowing(0, Map.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void a_plain_number_never_takes_a_lone_deployment_out_and_counts_its_failures_all_the_same(int allowed) {
        var own = deployment("a", "chat").failureRules(new FailureRules(null, null, allowed, Map.of()));
        for (int i = 0; i < 10; i++) {
            assertThat(fail(deployment("a", "chat"), Standing.LONE, status(500), allowing(allowed, Map.of())))
                    .isEmpty();
            assertThat(fail(own, Standing.LONE, status(500), DEFAULTS)).isEmpty();
        }

        assertThat(fail(deployment("a", "chat"), Standing.SINGLE, status(500), allowing(allowed, Map.of())))
                .isPresent();
    }

    @Test
    void a_policy_that_names_the_failure_takes_a_lone_deployment_out_and_its_default_for_others_does_not() {
        RoutingSettings.Failures settings = allowing(null, Map.of(ErrorClass.RATE_LIMIT, 0));

        assertThat(fail(deployment("a", "chat"), Standing.LONE, status(429), settings))
                .isPresent();
        for (int i = 0; i < 10; i++) {
            assertThat(fail(deployment("a", "chat"), Standing.LONE, status(500), settings))
                    .isEmpty();
        }
    }

    @Test
    void an_unknown_model_keeps_calls_of_the_same_type_away_and_no_others() {
        assertThat(fail(false, 404)).get().extracting(Cooldown::only).isEqualTo(CallType.CHAT);
        assertThat(fail(false, 401)).get().extracting(Cooldown::only).isNull();
    }

    @Test
    void whatever_one_caller_can_bring_about_at_will_takes_nothing_from_others() {
        for (int status : new int[] {401, 404, 408, 429, 500}) {
            for (int i = 0; i < 20; i++) {
                assertThat(fail(
                                deployment("a", "chat"),
                                Standing.AMONG_OTHERS,
                                status(status).broughtAboutByCaller(),
                                allowing(0, Map.of(ErrorClass.RATE_LIMIT, 0))))
                        .as("status %d", status)
                        .isEmpty();
            }
        }
        assertThat(traffic.outcomes(NOW).total()).isZero();
    }
}

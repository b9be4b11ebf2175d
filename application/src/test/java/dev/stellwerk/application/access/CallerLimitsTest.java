package dev.stellwerk.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerLimitsTest {
    private final AccessFixture fixture = new AccessFixture();

    @Test
    void who_has_no_limits_is_charged_nothing() {
        assertThat(CallerLimits.charges(Caller.MASTER_KEY, "chat", "chat", 10)).isEmpty();
        assertThat(CallerLimits.charges(fixture.callerWith(Map.of()), "chat", "chat", 10))
                .isEmpty();
    }

    @Test
    void every_limit_is_charged_the_keys_first_S14() {
        fixture.newTeam("t1", Map.of("rpm_limit", 30, "model_tpm_limit", Map.of("chat", 31)));
        fixture.newCustomer("u1", Map.of("tpm_limit", 40));
        Caller key = fixture.callerWith(Map.of(
                "team_id",
                "t1",
                "rpm_limit",
                20,
                "tpm_limit",
                21,
                "max_parallel_requests",
                22,
                "model_rpm_limit",
                Map.of("chat", 23, "other", 24)));
        String hash = key.key().map(ApiKey::hash).orElseThrow();

        assertThat(CallerLimits.charges(fixture.access.customer(key, "u1"), "nick", "chat", 9))
                .containsExactly(
                        new Charge(LimitScope.KEY, hash, LimitKind.REQUESTS, 20, 1),
                        new Charge(LimitScope.KEY, hash, LimitKind.TOKENS, 21, 9),
                        new Charge(LimitScope.KEY, hash, LimitKind.PARALLEL_REQUESTS, 22, 1),
                        new Charge(LimitScope.MODEL_OF_KEY, hash + ":chat", LimitKind.REQUESTS, 23, 1),
                        new Charge(LimitScope.TEAM, "t1", LimitKind.REQUESTS, 30, 1),
                        new Charge(LimitScope.MODEL_OF_TEAM, "t1:chat", LimitKind.TOKENS, 31, 9),
                        new Charge(LimitScope.CUSTOMER, "u1", LimitKind.TOKENS, 40, 9));
    }

    @Test
    void a_limit_of_a_model_may_name_what_the_client_sends() {
        Caller key = fixture.callerWith(Map.of("model_rpm_limit", Map.of("nick", 0)));

        assertThat(CallerLimits.charges(key, "nick", "chat", 9))
                .singleElement()
                .satisfies(charge -> assertThat(charge.limit()).isZero());
        assertThat(CallerLimits.charges(key, "chat", "chat", 9)).isEmpty();
    }

    @Test
    void a_refusal_shows_no_hash_S4() {
        Caller key = fixture.callerWith(Map.of("model_rpm_limit", Map.of("chat", 1)));
        Charge charge = CallerLimits.charges(key, "chat", "chat", 9).getFirst();

        CallRefusal refusal = CallerLimits.refusal(new LimitVerdict.Refused(charge, 1, Duration.ofSeconds(7)), key);

        String display = key.key().map(ApiKey::display).orElseThrow();
        assertThat(refusal)
                .isEqualTo(new CallRefusal.CallerRateLimited(
                        LimitScope.MODEL_OF_KEY, display + ":chat", LimitKind.REQUESTS, 1, Duration.ofSeconds(7)));
    }
}

package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.fakes.ManualTime;
import dev.stellwerk.application.fakes.RecordingLimits;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReservationsTest {
    private final RecordingLimits limits = new RecordingLimits(new ManualTime("2026-01-14T10:20:30Z"));
    private final Deployment full = with("full", new Capacity(null, 0L, null, null, null, null));
    private final Deployment free = with("free", new Capacity(null, 9L, 900L, 600L, 300L, null));

    private static Deployment with(String id, Capacity capacity) {
        return deployment(id, "chat").capacity(capacity).build();
    }

    private Reservations reservations() {
        return new Reservations(limits);
    }

    private static Charge parallel() {
        return new Charge(LimitScope.KEY, "k", LimitKind.PARALLEL_REQUESTS, 1, 1);
    }

    @Test
    void a_call_that_ends_twice_ends_once() {
        Reservations reservations = reservations();
        reservations.take(List.of(parallel()), free, false, 10, 0, List.of());
        reservations.callEnded();
        Reservations next = reservations();
        next.take(List.of(parallel()), free, false, 10, 0, List.of());
        reservations.callEnded();

        assertThat(reservations().take(List.of(parallel()), free, false, 10, 0, List.of()))
                .isInstanceOf(LimitVerdict.Refused.class);
    }

    @Test
    void a_full_deployment_costs_the_caller_nothing() {
        Reservations reservations = reservations();

        assertThat(reservations.take(List.of(parallel()), full, true, 10, 0, List.of()))
                .isInstanceOf(LimitVerdict.Refused.class);
        assertThat(limits.granted).isEmpty();
        assertThat(reservations.take(List.of(parallel()), free, true, 10, 0, List.of()))
                .isInstanceOf(LimitVerdict.Granted.class);
    }

    @Test
    void what_is_not_held_is_not_taken() {
        Reservations reservations = reservations();

        assertThat(reservations.take(List.of(), full, false, 10, 0, List.of()))
                .isInstanceOf(LimitVerdict.Granted.class);
        reservations.callEnded();
        assertThat(limits.granted).isEmpty();
        assertThat(limits.settled).isEmpty();
    }

    @Test
    void each_kind_of_token_is_corrected_to_what_was_used_of_it() {
        Reservations reservations = reservations();
        reservations.take(List.of(), free, true, 100, 50, List.of());
        reservations.attemptEnded(new TokenUsage(90, 70));

        assertThat(limits.taken(LimitScope.DEPLOYMENT, LimitKind.REQUESTS)).isEqualTo(1);
        assertThat(limits.taken(LimitScope.DEPLOYMENT, LimitKind.TOKENS)).isEqualTo(160);
        assertThat(limits.taken(LimitScope.DEPLOYMENT, LimitKind.INPUT_TOKENS)).isEqualTo(90);
        assertThat(limits.taken(LimitScope.DEPLOYMENT, LimitKind.OUTPUT_TOKENS)).isEqualTo(70);
    }

    @Test
    void another_group_takes_only_what_its_own_limits_ask_for_and_each_pays_for_its_attempts() {
        Charge whole = new Charge(LimitScope.KEY, "k", LimitKind.TOKENS, 900, 10);
        Charge chat = new Charge(LimitScope.MODEL_OF_KEY, "k:chat", LimitKind.TOKENS, 900, 10);
        Charge spare = new Charge(LimitScope.MODEL_OF_TEAM, "t:spare", LimitKind.TOKENS, 900, 10);
        Reservations reservations = reservations();
        reservations.take(List.of(whole, chat), free, false, 10, 0, List.of());
        reservations.attemptEnded(TokenUsage.NONE);
        reservations.take(List.of(whole, spare), free, false, 10, 0, List.of());
        reservations.attemptEnded(new TokenUsage(30, 40));
        reservations.callEnded();

        assertThat(limits.granted).containsExactly(List.of(whole, chat), List.of(spare));
        assertThat(limits.taken(LimitScope.KEY, LimitKind.TOKENS)).isEqualTo(70);
        assertThat(limits.taken(LimitScope.MODEL_OF_KEY, LimitKind.TOKENS)).isZero();
        assertThat(limits.taken(LimitScope.MODEL_OF_TEAM, LimitKind.TOKENS)).isEqualTo(70);
    }
}

package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.fakes.ManualTime;
import dev.stellwerk.application.fakes.RecordingLimits;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
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

    private Reservations of(Charge... ofCaller) {
        return new Reservations(limits, List.of(ofCaller));
    }

    private static Charge parallel() {
        return new Charge("api_key", "k", LimitKind.PARALLEL_REQUESTS, 1, 1);
    }

    @Test
    void a_call_that_ends_twice_ends_once() {
        Reservations reservations = of(parallel());
        reservations.take(free, false, 10, 0);
        reservations.callEnded();
        Reservations next = of(parallel());
        next.take(free, false, 10, 0);
        reservations.callEnded();

        assertThat(of(parallel()).take(free, false, 10, 0)).isInstanceOf(LimitVerdict.Refused.class);
    }

    @Test
    void a_full_deployment_costs_the_caller_nothing() {
        Reservations reservations = of(parallel());

        assertThat(reservations.take(full, true, 10, 0)).isInstanceOf(LimitVerdict.Refused.class);
        assertThat(limits.granted).isEmpty();
        assertThat(reservations.take(free, true, 10, 0)).isInstanceOf(LimitVerdict.Granted.class);
    }

    @Test
    void what_is_not_held_is_not_taken() {
        Reservations reservations = of();

        assertThat(reservations.take(full, false, 10, 0)).isInstanceOf(LimitVerdict.Granted.class);
        reservations.callEnded();
        assertThat(limits.granted).isEmpty();
        assertThat(limits.settled).isEmpty();
    }

    @Test
    void each_kind_of_token_is_corrected_to_what_was_used_of_it() {
        Reservations reservations = of();
        reservations.take(free, true, 100, 50);
        reservations.attemptEnded(new TokenUsage(90, 70));

        assertThat(limits.taken("deployment", LimitKind.REQUESTS)).isEqualTo(1);
        assertThat(limits.taken("deployment", LimitKind.TOKENS)).isEqualTo(160);
        assertThat(limits.taken("deployment", LimitKind.INPUT_TOKENS)).isEqualTo(90);
        assertThat(limits.taken("deployment", LimitKind.OUTPUT_TOKENS)).isEqualTo(70);
    }
}

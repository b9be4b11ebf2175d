package dev.stellwerk.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.fakes.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private final ManualTime time = new ManualTime("2026-01-14T10:20:00Z");
    private final FailedAttempts attempts = new FailedAttempts(time);

    @Test
    void the_twenty_first_failure_of_a_minute_is_too_many_S8() {
        for (int i = 0; i < 20; i++) {
            assertThat(attempts.failed("10.0.0.1")).isFalse();
        }
        assertThat(attempts.failed("10.0.0.1")).isTrue();
        assertThat(attempts.failed("10.0.0.2")).isFalse();
    }

    @Test
    void an_address_calms_down_with_the_next_minute_S8() {
        for (int i = 0; i < 100_000; i++) {
            attempts.failed("10.0.0.1");
        }
        time.pass(Duration.ofMinutes(1));

        assertThat(attempts.failed("10.0.0.1")).isFalse();
    }
}

package dev.stellwerk.adapters.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S78")
final class BreakerTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Breaker breaker = new Breaker(Duration.ofMillis(100));
    private long now;

    private boolean failed(Duration waited) {
        return breaker.failed(waited, now);
    }

    private void pass(Duration duration) {
        now += duration.toNanos();
    }

    @Test
    void it_opens_at_the_fifth_failure() {
        for (int i = 0; i < 4; i++) {
            assertThat(failed(AT_ONCE)).isFalse();
        }
        assertThat(failed(AT_ONCE)).isTrue();
    }

    @Test
    void it_opens_before_waiting_could_exceed_a_quarter_of_a_second() {
        assertThat(failed(Duration.ofMillis(100))).isFalse();
        assertThat(failed(Duration.ofMillis(100))).isTrue();
    }

    @Test
    void a_single_long_wait_opens_it() {
        assertThat(failed(Duration.ofMillis(200))).isTrue();
    }

    @Test
    void failures_far_apart_add_up_as_long_as_nothing_succeeds() {
        for (int i = 0; i < 4; i++) {
            assertThat(failed(AT_ONCE)).isFalse();
            pass(Duration.ofMinutes(1));
        }
        assertThat(failed(AT_ONCE)).isTrue();
    }

    @Test
    void successes_in_between_do_not_hide_that_every_other_call_fails() {
        for (int i = 0; i < 4; i++) {
            assertThat(failed(AT_ONCE)).isFalse();
            breaker.succeeded(now);
            pass(Duration.ofMillis(10));
        }
        assertThat(failed(AT_ONCE)).isTrue();
    }

    @Test
    void a_success_a_second_later_forgives() {
        for (int i = 0; i < 4; i++) {
            failed(AT_ONCE);
        }
        pass(Duration.ofMillis(1_001));
        breaker.succeeded(now);

        for (int i = 0; i < 4; i++) {
            assertThat(failed(AT_ONCE)).isFalse();
        }
    }

    @Test
    void a_new_connection_begins_anew() {
        for (int i = 0; i < 5; i++) {
            failed(AT_ONCE);
        }
        breaker.reset();

        assertThat(failed(AT_ONCE)).isFalse();
    }
}

package dev.stellwerk.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingTest {
    /** A clock that has gone on by a millisecond whenever it is looked at. */
    private static final class Ticking implements Time {
        private final AtomicLong millis = new AtomicLong(59_999);

        @Override
        public long nanos() {
            return 7;
        }

        @Override
        public long steadyMillis() {
            return millis.getAndIncrement();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }

    @Test
    void the_minute_and_what_is_left_of_it_are_of_the_same_look_at_the_clock() {
        var time = new Ticking();

        assertThat(Reading.of(time)).isEqualTo(new Reading(Instant.EPOCH, 7, 0, Duration.ofMillis(1)));
        assertThat(Reading.of(time)).isEqualTo(new Reading(Instant.EPOCH, 7, 1, Duration.ofMinutes(1)));
    }
}

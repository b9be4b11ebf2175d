package dev.stellwerk.domain.time;

import dev.stellwerk.domain.spi.Moment;
import java.time.Duration;
import java.time.Instant;

/** What the clocks said when one decision began. */
public record Reading(Instant instant, long nanos, long minute, Duration leftInMinute) implements Moment {
    /** Reads the clocks now. */
    public static Reading of(Time time) {
        return new Reading(time.now(), time.nanos(), time.minute(), Duration.ofMillis(time.millisLeftInMinute()));
    }
}

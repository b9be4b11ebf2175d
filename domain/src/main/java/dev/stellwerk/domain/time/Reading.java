package dev.stellwerk.domain.time;

import dev.stellwerk.domain.spi.Moment;
import java.time.Duration;
import java.time.Instant;

/** What the clocks said when one decision began. */
public record Reading(Instant instant, long nanos, long minute, Duration leftInMinute) implements Moment {
    private static final long MINUTE_MILLIS = 60_000;

    /** Reads the clocks now. */
    public static Reading of(Time time) {
        long steadyMillis = time.steadyMillis(); // once, so that the minute and what is left of it agree
        return new Reading(
                time.now(),
                time.nanos(),
                Math.floorDiv(steadyMillis, MINUTE_MILLIS),
                Duration.ofMillis(MINUTE_MILLIS - Math.floorMod(steadyMillis, MINUTE_MILLIS)));
    }
}

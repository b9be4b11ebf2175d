package dev.stellwerk.domain.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which state of a record somebody has read: every change by management gives the record another one, what is spent
 * does not. A record that is made anew under an old id has no version that its predecessor had.
 */
public record Version(long number) {
    /** What records have that were made before there were versions. */
    public static final Version UNKNOWN = new Version(0);

    /** The version of a record that is made now. */
    public static Version first(Instant now) {
        return new Version(ChronoUnit.MICROS.between(Instant.EPOCH, now));
    }

    public Version next() {
        return new Version(number + 1);
    }
}

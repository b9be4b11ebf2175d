package dev.stellwerk.domain.time;

import java.time.Instant;

/**
 * Time as a parameter, so that tests and the simulator can run without waiting. Safe for use by many threads.
 */
public interface Time {
    /** Elapsed time in nanoseconds. Only differences mean anything; it never runs backwards. */
    long nanos();

    /**
     * Milliseconds since the epoch, as of the start of the process and advanced by elapsed time since then: windows
     * of a minute are cut by it, so that a jump of the wall clock neither grants nor takes a window.
     */
    long steadyMillis();

    /** The calendar: for expiry dates and budget periods only. */
    Instant now();

    /** The number of the current minute; limits per minute are counted by it. */
    default long minute() {
        return Math.floorDiv(steadyMillis(), 60_000L);
    }

    /** Milliseconds until the next minute begins, from 1 to 60,000. */
    default long millisLeftInMinute() {
        return 60_000L - Math.floorMod(steadyMillis(), 60_000L);
    }
}

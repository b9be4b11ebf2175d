package dev.stellwerk.application.access;

import dev.stellwerk.domain.time.Time;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts failed authentications by address and minute, so that guessing can be answered with "slow down". Safe for all
 * threads.
 *
 * <p>Memory is fixed: addresses share a table of counters, so one that guesses may slow another's failures, never its
 * successes, for a good key is looked up all the same. Whoever asks only after a failure therefore cannot lock anybody
 * out.
 */
public final class FailedAttempts {
    private static final int SLOTS = 1 << 14;
    private static final int FAILURES_MAX = 20;
    private static final int COUNT_BITS = 16;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray counts = new AtomicLongArray(SLOTS);
    private final Time time;

    public FailedAttempts(Time time) {
        this.time = time;
    }

    /** Counts one failure and tells whether this address has had too many within the current minute. */
    public boolean failed(String address) {
        long minute = time.minute();
        long now = counts.updateAndGet(slot(address), held -> {
            if (held >>> COUNT_BITS != minute) {
                return minute << COUNT_BITS | 1;
            }
            return (held & COUNT_MASK) == COUNT_MASK ? held : held + 1;
        });
        return (now & COUNT_MASK) > FAILURES_MAX;
    }

    private static int slot(String address) {
        int hash = address.hashCode();
        return (hash ^ hash >>> COUNT_BITS) & (SLOTS - 1);
    }
}

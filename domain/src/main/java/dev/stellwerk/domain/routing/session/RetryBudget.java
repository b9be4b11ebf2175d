package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.time.Time;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Keeps retries from becoming a storm of their own: an instance may retry a fifth of the last ten seconds' requests,
 * and a hundred a second besides. Counts are kept by the second; all threads share it without a lock.
 */
public final class RetryBudget {
    private static final int SECONDS = 10;
    private static final long PER_SECOND = 100;
    private static final long ONE_IN = 5;

    private final Time time;
    private final AtomicLongArray requests = new AtomicLongArray(SECONDS);
    private final AtomicLongArray retries = new AtomicLongArray(SECONDS);
    private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);

    public RetryBudget(Time time) {
        this.time = time;
    }

    /** Counts a request that a client made. */
    public void countRequest() {
        requests.incrementAndGet(slot());
    }

    /** Takes one retry, if there is one left. */
    public boolean tryRetry() {
        int slot = slot();
        if (sum(retries) >= sum(requests) / ONE_IN + PER_SECOND * SECONDS) {
            return false;
        }
        retries.incrementAndGet(slot);
        return true;
    }

    private int slot() {
        long now = Math.floorDiv(time.nanos(), 1_000_000_000L);
        long last = second.get();
        if (now > last && second.compareAndSet(last, now)) {
            for (long passed = Math.max(last + 1, now - SECONDS + 1); passed <= now; passed++) {
                int slot = Math.floorMod(passed, SECONDS);
                requests.set(slot, 0);
                retries.set(slot, 0);
            }
        }
        return Math.floorMod(now, SECONDS);
    }

    private static long sum(AtomicLongArray counts) {
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }
}

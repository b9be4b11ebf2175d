package dev.stellwerk.adapters.redis.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides when enough calls failed to stop asking: at the fifth failure, or as soon as one more could make the waiting
 * exceed a quarter of a second. A success forgives failures that began more than a second ago; forgiving earlier would
 * let a server that answers every other call keep half of all requests waiting.
 */
final class Breaker {
    static final int FAILURES_MAX = 5;
    static final Duration WAITED_MAX = Duration.ofMillis(250);
    static final Duration FORGIVEN_AFTER = Duration.ofSeconds(1);

    private static final Streak NONE = new Streak(0, 0, 0);

    private record Streak(int failures, long waitedNanos, long sinceNanos) {
        Streak plus(long waited, long nowNanos) {
            return new Streak(failures + 1, waitedNanos + waited, failures == 0 ? nowNanos : sinceNanos);
        }
    }

    private final long waitMaxNanos;
    private final AtomicReference<Streak> streak = new AtomicReference<>(NONE);

    /** @param waitMax the longest that one call may wait */
    Breaker(Duration waitMax) {
        this.waitMaxNanos = waitMax.toNanos();
    }

    /** Counts a failure and tells whether to stop asking. */
    boolean failed(Duration waited, long nowNanos) {
        Streak now = streak.updateAndGet(old -> old.plus(waited.toNanos(), nowNanos));
        return now.failures >= FAILURES_MAX || now.waitedNanos + waitMaxNanos > WAITED_MAX.toNanos();
    }

    void succeeded(long nowNanos) {
        Streak now = streak.getPlain();
        if (now.failures > 0 && nowNanos - now.sinceNanos > FORGIVEN_AFTER.toNanos()) {
            streak.compareAndSet(now, NONE);
        }
    }

    void reset() {
        streak.set(NONE);
    }
}

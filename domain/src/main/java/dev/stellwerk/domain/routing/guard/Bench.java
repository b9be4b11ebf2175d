package dev.stellwerk.domain.routing.guard;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where an extension sits that failed five times in a row: for half a minute it is not asked. Then one call tries it;
 * when that fails it sits twice as long, up to eight minutes. Safe for all threads; a call that goes well writes nothing.
 */
final class Bench {
    private static final int FAILURES_MAX = 5;
    private static final long FIRST_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(8).toNanos();

    /** @param lengthNanos how long it sits; 0 while it plays */
    private record State(int failuresInRow, long untilNanos, long lengthNanos) {
        boolean benched() {
            return lengthNanos > 0;
        }
    }

    private static final State PLAYING = new State(0, 0, 0);

    private final AtomicReference<State> state = new AtomicReference<>(PLAYING);

    /** Whether it may be asked now. Of those who ask when its time is over one is let through to try. */
    boolean plays(long nowNanos) {
        State now = now();
        if (!now.benched()) {
            return true;
        }
        return nowNanos - now.untilNanos >= 0
                && state.compareAndSet(now, new State(now.failuresInRow, nowNanos + now.lengthNanos, now.lengthNanos));
    }

    void worked() {
        if (now().failuresInRow > 0) {
            state.set(PLAYING);
        }
    }

    private State now() {
        return Objects.requireNonNull(state.get());
    }

    void failed(long nowNanos) {
        state.updateAndGet(old -> {
            int inRow = old.failuresInRow + 1;
            if (inRow < FAILURES_MAX) {
                return new State(inRow, 0, 0);
            }
            long length = old.benched() ? Math.min(LONGEST_NANOS, 2 * old.lengthNanos) : FIRST_NANOS;
            return new State(inRow, nowNanos + length, length);
        });
    }
}

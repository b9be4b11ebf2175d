package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.error.ErrorClass;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Failures counted against an allowance, in all and by kind. A count is forgotten when its first failure is too old. */
final class FailTally {
    private record Count(long startedNanos, int failures) {
        Count next(Duration memory, long nowNanos) {
            return failures == 0 || nowNanos - startedNanos >= memory.toNanos()
                    ? new Count(nowNanos, 1)
                    : new Count(startedNanos, failures + 1);
        }
    }

    private static final Count NONE = new Count(0, 0);

    private final AtomicReference<Count> inAll = new AtomicReference<>(NONE);
    private final Map<ErrorClass, AtomicReference<Count>> byKind = new ConcurrentHashMap<>();

    int count(@Nullable ErrorClass kind, Duration memory, long nowNanos) {
        AtomicReference<Count> tally =
                kind == null ? inAll : byKind.computeIfAbsent(kind, _ -> new AtomicReference<>(NONE));
        return tally.updateAndGet(old -> old.next(memory, nowNanos)).failures;
    }
}

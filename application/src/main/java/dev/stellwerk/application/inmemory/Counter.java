package dev.stellwerk.application.inmemory;

import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;

/** What is used of one limit. Read and written only by the thread that holds its monitor. */
final class Counter {
    /** Whose limit of which kind. */
    record Key(LimitScope scope, String id, LimitKind kind) {
        static Key of(Charge charge) {
            return new Key(charge.scope(), charge.id(), charge.kind());
        }
    }

    /** Monitors are entered in the order of these numbers, so that no two requests can wait for each other. */
    final long number;

    private final boolean windowed;
    private long minute;
    private long used;
    private boolean forgotten;

    Counter(LimitKind kind, long number) {
        this.windowed = kind != LimitKind.PARALLEL_REQUESTS;
        this.number = number;
    }

    boolean windowed() {
        return windowed;
    }

    long used(long now) {
        return windowed && minute < now ? 0 : used;
    }

    boolean fits(Charge charge, long now) {
        return sum(used(now), charge.amount()) <= charge.limit();
    }

    /** Adds to a window, or to what is held; what is said of a window that is over is forgotten. */
    void add(long window, long amount) {
        if (windowed && window < minute) {
            return;
        }
        used = Math.max(0, sum(used(window), amount));
        minute = Math.max(minute, window);
    }

    /** Takes over what a shared store counted, if it is more; of an older window it is not asked. */
    void raise(long window, long total) {
        if (window >= minute) {
            used = Math.max(used(window), total);
            minute = window;
        }
    }

    boolean idle(long now) {
        return used(now) == 0;
    }

    boolean forgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    private static long sum(long used, long amount) {
        return amount > Long.MAX_VALUE - used ? Long.MAX_VALUE : used + amount;
    }
}

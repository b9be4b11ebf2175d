package dev.stellwerk.adapters.redis;

import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Real time, which a test can put forward. */
public final class ShiftableTime implements Time {
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private final AtomicLong shiftNanos = new AtomicLong();

    public void pass(Duration duration) {
        shiftNanos.addAndGet(duration.toNanos());
    }

    @Override
    public long nanos() {
        return System.nanoTime() + shiftNanos.get();
    }

    @Override
    public long steadyMillis() {
        return startMillis + (nanos() - startNanos) / 1_000_000;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(steadyMillis());
    }
}

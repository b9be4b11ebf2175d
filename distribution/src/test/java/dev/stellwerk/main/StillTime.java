package dev.stellwerk.main;

import dev.stellwerk.domain.time.Time;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until it is told to pass. */
public final class StillTime implements Time {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    public void passSeconds(long seconds) {
        nanos.addAndGet(seconds * NANOS_PER_SECOND);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long steadyMillis() {
        return now().toEpochMilli();
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }
}

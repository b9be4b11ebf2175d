package dev.stellwerk.domain.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until it is told to pass. Begins at the beginning of a minute. */
public final class VirtualTime implements Time {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong passedNanos = new AtomicLong();

    public void pass(Duration duration) {
        passedNanos.addAndGet(duration.toNanos());
    }

    public void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** Starts far below zero, as the elapsed time of a JVM may. */
    @Override
    public long nanos() {
        return passedNanos.get() - 1_000_000_000_000L;
    }

    @Override
    public long steadyMillis() {
        return START.toEpochMilli() + passedNanos.get() / 1_000_000;
    }

    @Override
    public Instant now() {
        return START.plusNanos(passedNanos.get());
    }
}

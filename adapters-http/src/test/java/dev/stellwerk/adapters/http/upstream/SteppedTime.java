package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on when the test says so. Safe for all threads. */
public final class SteppedTime implements Time {
    private final AtomicLong nanos = new AtomicLong();

    public void goOn(Duration step) {
        nanos.addAndGet(step.toNanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long steadyMillis() {
        return nanos.get() / 1_000_000;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }
}

package dev.stellwerk.application.inmemory;

import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until a test moves it. Begins at the start of a minute. */
final class SteppedTime implements Time {
    private final AtomicLong nanos = new AtomicLong();

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long steadyMillis() {
        return 1_800_000_000_000L + nanos.get() / 1_000_000;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(steadyMillis());
    }
}

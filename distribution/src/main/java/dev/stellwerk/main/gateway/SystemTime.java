package dev.stellwerk.main.gateway;

import dev.stellwerk.domain.time.Time;
import java.time.Instant;

/** The clocks of the machine: the only place that reads them. */
public final class SystemTime implements Time {
    private final long startedNanos = System.nanoTime();
    private final long startedMillis = System.currentTimeMillis();

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long steadyMillis() {
        return startedMillis + (System.nanoTime() - startedNanos) / 1_000_000L;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}

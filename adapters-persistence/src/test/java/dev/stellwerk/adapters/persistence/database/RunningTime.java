package dev.stellwerk.adapters.persistence.database;

import dev.stellwerk.domain.time.Time;
import java.time.Instant;

/** The clock on the wall. */
public final class RunningTime implements Time {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long steadyMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}

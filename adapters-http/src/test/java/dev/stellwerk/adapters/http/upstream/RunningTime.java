package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.domain.time.Time;
import java.time.Instant;

/** The machine's own clock, for tests with real sockets. */
public final class RunningTime implements Time {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long steadyMillis() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}

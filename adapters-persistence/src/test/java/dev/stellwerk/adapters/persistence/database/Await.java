package dev.stellwerk.adapters.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does in its own time. */
public final class Await {
    private Await() {}

    public static void until(String expected, Duration longest, BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begun).as(expected).isLessThan(longest.toNanos());
            LockSupport.parkNanos(5_000_000);
        }
    }
}

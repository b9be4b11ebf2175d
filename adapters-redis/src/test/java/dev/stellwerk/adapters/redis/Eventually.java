package dev.stellwerk.adapters.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads: looks often, and not for ever. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Eventually() {}

    public static void until(String expected, BooleanSupplier condition) {
        within(PATIENCE, expected, condition);
    }

    public static void within(Duration patience, String expected, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("not within " + patience + ": " + expected);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}

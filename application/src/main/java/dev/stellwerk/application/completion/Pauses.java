package dev.stellwerk.application.completion;

import dev.stellwerk.application.call.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between attempts. */
@FunctionalInterface
interface Pauses {
    /** Waits for so long; false when the client left meanwhile. */
    boolean pause(Duration length, Cancellation cancellation);

    /** Blocks the calling thread, which costs little when it is a virtual one. */
    Pauses BLOCKING = (length, cancellation) -> {
        var left = new CountDownLatch(1);
        try (Cancellation.Registration _ = cancellation.onCancel(left::countDown)) {
            return !left.await(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    };
}

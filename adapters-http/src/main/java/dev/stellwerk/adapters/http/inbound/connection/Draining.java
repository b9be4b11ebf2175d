package dev.stellwerk.adapters.http.inbound.connection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until no request is being answered any more. The watch looks; whoever stops the gateway waits. */
final class Draining {
    private final CountDownLatch quiet = new CountDownLatch(1);

    /** Nothing is being answered. */
    void nothingRuns() {
        quiet.countDown();
    }

    /** Waits, at most this long. */
    void await(long nanos) {
        try {
            boolean _ = quiet.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

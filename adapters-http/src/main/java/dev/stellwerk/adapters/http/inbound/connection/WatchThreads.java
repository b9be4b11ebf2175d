package dev.stellwerk.adapters.http.inbound.connection;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads that look after connections; all of them, so that closing this ends them. */
final class WatchThreads implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("connection-watch").factory());
    private final ExecutorService waiting = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("connection-", 0).factory());

    /** Runs a short task over and over, with this pause between two runs. */
    void repeat(Runnable task, Duration pause) {
        Future<?> _ = clock.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a task that may wait, on a thread of its own; does nothing once all is closed. */
    void start(Runnable task) {
        if (!waiting.isShutdown()) {
            waiting.execute(task);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        waiting.shutdownNow();
    }
}

package dev.stellwerk.adapters.persistence.database;

import dev.stellwerk.application.port.out.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * The threads that talk to the database. Request threads wait beside them, so that an interrupt, a deadline or a
 * client that leaves never reaches a connection.
 */
final class DatabaseThreads implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DatabaseThreads.class.getName());
    private static final int WAITING_MAX = 1_000;
    private static final long CLOSE_MILLIS_MAX = 15_000;

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final List<Thread> threads = new ArrayList<>();
    private final String database;
    private volatile boolean closed;

    DatabaseThreads(String database, int count, ThreadFactory factory) {
        this.database = database;
        for (int i = 0; i < count; i++) {
            Thread thread = factory.newThread(this::work);
            threads.add(thread);
            thread.start();
        }
    }

    /** Runs the task soon; the future fails at once when too many wait already. Cancelled tasks are left out. */
    <T> CompletableFuture<T> submit(Supplier<T> task) {
        var future = new CompletableFuture<T>();
        if (closed || !waiting.offer(() -> run(task, future))) {
            var cause = new RejectedExecutionException(closed ? "closed" : "too many requests wait for it");
            future.completeExceptionally(new StoreUnavailable(database, cause));
        }
        return future;
    }

    private static <T> void run(Supplier<T> task, CompletableFuture<T> future) {
        if (future.isDone()) {
            return;
        }
        try {
            future.complete(task.get());
        } catch (Throwable e) { // whatever it is belongs to the one who waits
            future.completeExceptionally(e);
        }
    }

    private void work() {
        for (Runnable task = next(); !(task instanceof Stop); task = next()) {
            task.run();
        }
    }

    /** The last task of a thread. */
    private record Stop() implements Runnable {
        @Override
        public void run() {}
    }

    private Runnable next() {
        while (true) {
            try {
                return waiting.take();
            } catch (InterruptedException e) {
                LOG.log(Level.DEBUG, "an interrupt that was not for these threads");
            }
        }
    }

    /** Lets what waits be done, for a bounded time. */
    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < threads.size(); i++) {
            if (!waiting.offer(new Stop())) {
                waiting.clear();
                waiting.add(new Stop());
            }
        }
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_MILLIS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

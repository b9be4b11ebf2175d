package dev.stellwerk.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Many threads that do random steps at the same moment, and one that looks all the while whether a rule is broken. The
 * draws are those of the seed; how the threads meet is the machine's doing.
 */
public final class Race {
    private static final int THREADS = 6;

    private Race() {}

    /**
     * Runs the race to its end.
     *
     * @param steps for each thread
     * @param step what a thread does again and again, with draws of its own
     * @param watch throws when a rule is broken; asked at every moment, and once more at the end
     */
    public static void run(RandomGenerator seeds, int steps, Consumer<RandomGenerator> step, Runnable watch) {
        var start = new CyclicBarrier(THREADS + 1);
        var over = new AtomicBoolean();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            List<Future<?>> racers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                var random = new SplittableRandom(seeds.nextLong());
                racers.add(threads.submit(() -> {
                    start.await();
                    for (int n = 0; n < steps; n++) {
                        step.accept(random);
                        lag(random);
                    }
                    return null;
                }));
            }
            Future<?> watcher = threads.submit(() -> {
                start.await();
                while (!over.get()) {
                    watch.run();
                }
                return null;
            });
            try {
                racers.forEach(Race::end);
            } finally {
                over.set(true);
            }
            end(watcher);
        }
        watch.run();
    }

    /** Gives the others a chance to come in between, now and then. */
    private static void lag(RandomGenerator random) {
        for (int i = random.nextInt(16) == 0 ? random.nextInt(500) : 0; i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    private static void end(Future<?> running) {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a rule was broken in the race", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}

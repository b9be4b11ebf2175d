package dev.stellwerk.application.port.out;

import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;

/** Many who do something at the same moment. */
public final class Racing {
    private Racing() {}

    /** How many of them succeeded. */
    public static int winners(int count, IntPredicate attempt) {
        var start = new CyclicBarrier(count);
        var runs = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                runs.add(threads.submit(() -> {
                    start.await();
                    return attempt.test(number);
                }));
            }
        }
        int winners = 0;
        for (Future<Boolean> run : runs) {
            winners += succeeded(run) ? 1 : 0;
        }
        return winners;
    }

    private static boolean succeeded(Future<Boolean> run) {
        try {
            return run.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("an attempt neither succeeded nor failed in order", e);
        }
    }
}

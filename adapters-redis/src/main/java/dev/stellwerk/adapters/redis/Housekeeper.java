package dev.stellwerk.adapters.redis;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Does everything that no request shall wait for, turn by turn on one thread. */
final class Housekeeper implements Runnable {
    private static final Logger LOG = System.getLogger(Housekeeper.class.getName());
    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration CLOSE_MAX = Duration.ofMillis(500);

    private final RedisLink link;
    private final List<Runnable> chores;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean hurry = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    Housekeeper(RedisLink link, List<Runnable> chores) {
        this.link = link;
        this.chores = List.copyOf(chores);
    }

    /** Makes the next turn begin at once. Never waits. */
    void wake() {
        Thread sleeper = thread;
        if (hurry.compareAndSet(false, true) && sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!closed) {
            hurry.set(false);
            link.tend();
            chores.forEach(Housekeeper::run);
            if (!hurry.get()) {
                LockSupport.parkNanos(this, TURN.toNanos());
            }
        }
        chores.forEach(Housekeeper::run); // what is owed, others count by
        link.close();
        ended.countDown();
    }

    private static void run(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) { // a defect; the other chores must go on
            LOG.log(Level.ERROR, "a chore between this instance and redis failed", e);
        }
    }

    /** Lets the thread do the chores once more and end; waits for it, but not for a server that does not answer. */
    void close() {
        closed = true;
        wake();
        try {
            if (!ended.await(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                link.close();
            }
        } catch (InterruptedException e) {
            link.close();
            Thread.currentThread().interrupt();
        }
    }
}

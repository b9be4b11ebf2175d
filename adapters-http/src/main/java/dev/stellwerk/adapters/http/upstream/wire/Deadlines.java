package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.domain.time.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends calls whose time is up. One thread looks over all running calls now and then: cheaper than a timer for each, and
 * nothing an upstream does, such as sending a byte now and then, can keep it from looking.
 */
public final class Deadlines implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Deadlines.class.getName());
    private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();
    private static final long HOUSEKEEPING_NANOS = Duration.ofSeconds(5).toNanos();

    private final Time time;
    private final Runnable housekeeping;
    private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean closed;

    public Deadlines(Time time, Runnable housekeeping) {
        this.time = time;
        this.housekeeping = housekeeping;
        this.watch = Thread.ofPlatform().daemon().name("upstream-deadlines").unstarted(this::watch);
    }

    public void start() {
        watch.start();
    }

    public RunningCall begin(long deadlineNanos) {
        var exchange = new RunningCall(deadlineNanos, running);
        running.add(exchange);
        return exchange;
    }

    private void watch() {
        long nextHousekeeping = time.nanos() + HOUSEKEEPING_NANOS;
        while (!closed) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = time.nanos();
            for (RunningCall exchange : running) {
                end(exchange, now);
            }
            if (now - nextHousekeeping >= 0) {
                nextHousekeeping = now + HOUSEKEEPING_NANOS;
                keepHouse();
            }
        }
    }

    private static void end(RunningCall exchange, long now) {
        try {
            exchange.expireIfDue(now);
        } catch (RuntimeException unexpected) {
            LOG.log(Level.WARNING, "could not end an upstream call", unexpected);
        }
    }

    private void keepHouse() {
        try {
            housekeeping.run();
        } catch (RuntimeException unexpected) {
            LOG.log(Level.WARNING, "could not tidy the upstream connections", unexpected);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        running.forEach(RunningCall::cancel);
    }
}

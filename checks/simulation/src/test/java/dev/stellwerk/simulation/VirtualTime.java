package dev.stellwerk.simulation;

import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves only when the next event is due: an hour of traffic runs in a second, on one thread. */
final class VirtualTime implements Time {
    private record Event(long dueNanos, long arrival, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::dueNanos).thenComparingLong(Event::arrival));
    private long nowNanos;
    private long arrivals;

    void after(Duration delay, Runnable action) {
        afterNanos(delay.toNanos(), action);
    }

    void afterNanos(long delayNanos, Runnable action) {
        events.add(new Event(nowNanos + Math.max(0, delayNanos), arrivals++, action));
    }

    /** Runs events until none is left; {@code afterEach} after each of them. */
    void runUntilIdle(Runnable afterEach) {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            nowNanos = next.dueNanos;
            next.action.run();
            afterEach.run();
        }
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public long steadyMillis() {
        return nowNanos / 1_000_000;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(steadyMillis());
    }
}

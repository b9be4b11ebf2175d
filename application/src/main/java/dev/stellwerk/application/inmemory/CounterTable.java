package dev.stellwerk.application.inmemory;

import dev.stellwerk.domain.limits.Charge;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * All counters by whose they are; at most {@code countersMax} and those created while room is being made. Room is made
 * by forgetting idle counters first, then windows still running: what they counted is lost, what is held never is.
 */
final class CounterTable {
    private final ConcurrentMap<Counter.Key, Counter> byKey = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ReentrantLock tidying = new ReentrantLock();
    private final int countersMax;

    CounterTable(int countersMax) {
        this.countersMax = countersMax;
    }

    /** One counter a charge, in the order of the charges. */
    Counter[] of(List<Charge> charges, long now) {
        var counters = new Counter[charges.size()];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = of(charges.get(i), now);
        }
        return counters;
    }

    private Counter of(Charge charge, long now) {
        var key = Counter.Key.of(charge);
        Counter known = byKey.get(key);
        if (known != null) {
            return known;
        }
        if (byKey.size() >= countersMax) {
            makeRoom(now);
        }
        return byKey.computeIfAbsent(key, k -> new Counter(k.kind(), numbers.incrementAndGet()));
    }

    private void makeRoom(long now) {
        if (!tidying.tryLock()) {
            return; // another thread makes room already
        }
        try {
            forget(counter -> counter.idle(now), 0);
            forget(Counter::windowed, countersMax - countersMax / 10);
        } finally {
            tidying.unlock();
        }
    }

    private void forget(Predicate<Counter> condition, int sizeMin) {
        for (Iterator<Counter> all = byKey.values().iterator(); all.hasNext() && byKey.size() > sizeMin; ) {
            Counter counter = all.next();
            synchronized (counter) {
                if (condition.test(counter)) {
                    counter.forget();
                    all.remove();
                }
            }
        }
    }

    /** Every window with something used, as a charge of that amount. */
    List<Charge> used(long now) {
        List<Charge> all = new ArrayList<>();
        byKey.forEach((key, counter) -> {
            synchronized (counter) {
                if (counter.windowed() && !counter.idle(now)) {
                    all.add(new Charge(key.scope(), key.id(), key.kind(), 0, counter.used(now)));
                }
            }
        });
        return all;
    }

    int size() {
        return byKey.size();
    }
}

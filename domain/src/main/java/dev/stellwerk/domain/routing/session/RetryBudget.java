package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.time.Time;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Keeps retries from becoming a storm of their own: an instance may retry a fifth of the last ten seconds' requests,
 * and a hundred a second besides. Counts are kept by the second; all threads share it without a lock.
 */
public final class RetryBudget {
    private static final int SECONDS = 10;
    private static final long PER_SECOND = 100;
    private static final long ONE_IN = 5;

    private final Time time;
    private final AtomicReferenceArray<Slot> slots = new AtomicReferenceArray<>(SECONDS);

    /** The counts of one second. They begin at zero with it, and nobody zeroes them beneath others. */
    private record Slot(long second, LongAdder requests, LongAdder retries) {
        Slot(long second) {
            this(second, new LongAdder(), new LongAdder());
        }
    }

    public RetryBudget(Time time) {
        this.time = time;
    }

    /** Counts a request that a client made. */
    public void countRequest() {
        slot(second()).requests.increment();
    }

    /** Takes one retry, if there is one left. */
    public boolean tryRetry() {
        long now = second();
        Slot slot = slot(now);
        if (sum(now, Slot::retries) >= sum(now, Slot::requests) / ONE_IN + PER_SECOND * SECONDS) {
            return false;
        }
        slot.retries.increment();
        return true;
    }

    private long second() {
        return Math.floorDiv(time.nanos(), 1_000_000_000L);
    }

    /** That of the second; whoever comes first in a new one puts it in the place of the one ten seconds ago. */
    private Slot slot(long second) {
        int place = Math.floorMod(second, SECONDS);
        while (true) {
            Slot known = slots.get(place);
            if (known != null && known.second >= second) {
                return known;
            }
            var fresh = new Slot(second);
            if (slots.compareAndSet(place, known, fresh)) {
                return fresh;
            }
        }
    }

    private long sum(long now, Function<Slot, LongAdder> figure) {
        long sum = 0;
        for (int place = 0; place < SECONDS; place++) {
            Slot slot = slots.get(place);
            if (slot != null && slot.second > now - SECONDS) {
                sum += figure.apply(slot).sum();
            }
        }
        return sum;
    }
}

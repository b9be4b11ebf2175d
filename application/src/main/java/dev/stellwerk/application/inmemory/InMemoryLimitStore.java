package dev.stellwerk.application.inmemory;

import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.limits.LimitVerdict.Refused;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts limits in this process. Exact for one instance. Requests wait for each other only where they share a limit,
 * and then for the time of a few additions. A counter costs about 200 bytes; see {@link #COUNTERS_MAX}.
 */
public final class InMemoryLimitStore implements LimitStore {
    /** More limits than this in use within one minute, and the first ones are forgotten. */
    public static final int COUNTERS_MAX = 100_000;

    /** Whoever holds a parallel request does not say for how long. */
    private static final Duration SLOT_RETRY = Duration.ofSeconds(1);

    private final Time time;
    private final CounterTable table;
    private final InMemoryBudgetHolds budgets;

    public InMemoryLimitStore(Time time) {
        this(time, COUNTERS_MAX);
    }

    InMemoryLimitStore(Time time, int countersMax) {
        this.time = time;
        this.table = new CounterTable(countersMax);
        this.budgets = new InMemoryBudgetHolds(time);
    }

    @Override
    public LimitVerdict reserve(List<Charge> charges, List<Claim> claims) {
        BudgetReached reached = budgets.hold(claims, _ -> {});
        if (reached != null) {
            return reached;
        }
        LimitVerdict verdict = reserve(charges);
        if (!(verdict instanceof Granted)) {
            budgets.giveBack(claims);
        }
        return verdict;
    }

    @Override
    public InMemoryBudgetHolds budgets() {
        return budgets;
    }

    /** Takes charges alone. */
    @Override
    public LimitVerdict reserve(List<Charge> charges) {
        long now = time.minute();
        LimitVerdict verdict;
        do {
            Counter[] counters = table.of(charges, now);
            verdict = entering(counters, () -> take(counters, charges, now));
        } while (verdict == null);
        return verdict;
    }

    @Override
    public void settle(Granted reservation, List<Charge> differences) {
        if (!differences.isEmpty()) {
            long now = time.minute();
            change(differences, (counter, charge, _) -> {
                if (!counter.windowed() || reservation.minute() >= now) {
                    counter.add(reservation.minute(), charge.amount());
                }
            });
        }
    }

    /**
     * Takes over what a shared store granted, so that this store can go on from there when the other is away.
     *
     * @param used what the shared store counts for each charge now, this reservation included
     */
    public void adopt(Granted reservation, List<Charge> charges, long[] used) {
        change(charges, (counter, charge, i) -> {
            if (counter.windowed()) {
                counter.raise(reservation.minute(), used[i]);
            } else {
                counter.add(reservation.minute(), charge.amount()); // others hold theirs elsewhere
            }
        });
    }

    /**
     * What is used of this minute's windows, as far as this store knows: charges whose amount is the usage, without
     * limits. For a shared store that lost its memory.
     */
    public List<Charge> usedThisMinute() {
        return table.used(time.minute());
    }

    int counters() {
        return table.size();
    }

    /** All or none; null when a counter was forgotten between its look-up and now. */
    private @Nullable LimitVerdict take(Counter[] counters, List<Charge> charges, long now) {
        if (anyForgotten(counters)) {
            return null;
        }
        for (int i = 0; i < counters.length; i++) {
            Charge charge = charges.get(i);
            if (!counters[i].fits(charge, now)) {
                giveBack(counters, charges, i, now);
                return new Refused(charge, counters[i].used(now), retryAfter(charge));
            }
            counters[i].add(now, charge.amount());
        }
        return new Granted(now);
    }

    private static void giveBack(Counter[] counters, List<Charge> charges, int taken, long now) {
        for (int i = 0; i < taken; i++) {
            counters[i].add(now, -charges.get(i).amount());
        }
    }

    private Duration retryAfter(Charge charge) {
        return charge.kind() == LimitKind.PARALLEL_REQUESTS
                ? SLOT_RETRY
                : Duration.ofMillis(Math.max(1_000, time.millisLeftInMinute()));
    }

    private interface Change {
        void apply(Counter counter, Charge charge, int index);
    }

    private void change(List<Charge> charges, Change change) {
        for (int i = 0; i < charges.size(); i++) {
            while (!changed(charges, i, change)) {
                Thread.onSpinWait(); // the counter was forgotten after it was looked up: look it up again
            }
        }
    }

    private boolean changed(List<Charge> charges, int index, Change change) {
        Counter counter = table.of(charges.subList(index, index + 1), time.minute())[0];
        synchronized (counter) {
            if (!counter.forgotten()) {
                change.apply(counter, charges.get(index), index);
            }
            return !counter.forgotten();
        }
    }

    private static boolean anyForgotten(Counter[] counters) {
        for (Counter counter : counters) {
            if (counter.forgotten()) {
                return true;
            }
        }
        return false;
    }

    private interface Step {
        @Nullable
        LimitVerdict run();
    }

    private static @Nullable LimitVerdict entering(Counter[] counters, Step step) {
        if (counters.length < 2) {
            return enter(counters, 0, step);
        }
        Counter[] ordered = counters.clone();
        Arrays.sort(ordered, Comparator.comparingLong(counter -> counter.number));
        return enter(ordered, 0, step);
    }

    private static @Nullable LimitVerdict enter(Counter[] ordered, int from, Step step) {
        if (from == ordered.length) {
            return step.run();
        }
        synchronized (ordered[from]) {
            return enter(ordered, from + 1, step);
        }
    }
}

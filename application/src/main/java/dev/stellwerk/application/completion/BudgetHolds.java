package dev.stellwerk.application.completion;

import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the calls on their way may cost their callers, and what those just ended did cost, until the books show it. With
 * it a budget is passed by no more than these calls were underestimated, however many run at once. It knows one
 * instance: what others have on its way shows once it is spent. Safe for all threads; only callers with a budget cost
 * anything here, and meet only where they share it.
 */
final class BudgetHolds {
    /** Charges are written within a second, and known to every reader soon after. */
    private static final long UNTIL_WRITTEN_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int TIDY_ABOVE = 10_000;

    private final ConcurrentMap<String, State> states = new ConcurrentHashMap<>();
    private final AtomicLong tidiedNanos;
    private final Time time;

    BudgetHolds(Time time) {
        this.time = time;
        this.tidiedNanos = new AtomicLong(time.nanos());
    }

    /**
     * Whose budget it is.
     *
     * @param scope as messages name it
     * @param id as messages name it; null when they do not
     * @param key names it here
     * @param budget as it was read when the call was admitted
     */
    record Account(String scope, @Nullable String id, String key, Budget budget) {
        BigDecimal max() {
            return Objects.requireNonNull(budget.max());
        }
    }

    /**
     * @param held for calls on their way
     * @param spent as far as is known here
     * @param resetAt the period it belongs to
     * @param chargedNanos when something was last charged here
     */
    private record State(
            BigDecimal held, BigDecimal spent, @Nullable Instant resetAt, long chargedNanos) {
        State plusHeld(BigDecimal dollars) {
            return new State(held.add(dollars), spent, resetAt, chargedNanos);
        }

        BigDecimal taken() {
            return spent.add(held);
        }
    }

    /** The accounts of a caller that are bounded, the key's first. */
    static List<Account> accounts(Caller caller) {
        var accounts = new ArrayList<Account>(0);
        caller.key().ifPresent(key -> add(accounts, "Key", null, "key:" + key.hash(), key.budget()));
        caller.team().ifPresent(team -> add(accounts, "Team", team.id(), "team:" + team.id(), team.budget()));
        caller.customer().ifPresent(user -> add(accounts, "End User", user.id(), "user:" + user.id(), user.budget()));
        return accounts;
    }

    private static void add(List<Account> accounts, String scope, @Nullable String id, String key, Budget budget) {
        if (budget.max() != null) {
            accounts.add(new Account(scope, id, key, budget));
        }
    }

    /**
     * A budget that is reached.
     *
     * @param taken what is spent and held
     * @param onItsWay it is reached only together with what is held
     */
    record Full(BigDecimal taken, boolean onItsWay) {}

    /**
     * Holds dollars, unless what is spent and held reaches the budget already.
     *
     * @return null when they are held
     */
    @Nullable
    Full hold(Account account, BigDecimal dollars) {
        tidy();
        long now = time.nanos();
        var full = new @Nullable Full[1];
        states.compute(account.key, (_, old) -> {
            State state = upToDate(old, account.budget, now);
            boolean reached = state.taken().compareTo(account.max()) >= 0;
            full[0] = reached ? new Full(state.taken(), state.spent.compareTo(account.max()) < 0) : null;
            return reached ? state : state.plusHeld(dollars);
        });
        return full[0];
    }

    /** The books are right, but for what was charged here a moment ago. */
    private static State upToDate(@Nullable State old, Budget budget, long now) {
        if (old == null) {
            return new State(BigDecimal.ZERO, budget.spend(), budget.resetAt(), now);
        }
        Instant resetAt = budget.resetAt();
        boolean newPeriod = resetAt != null && (old.resetAt == null || resetAt.isAfter(old.resetAt));
        boolean written = now - old.chargedNanos > UNTIL_WRITTEN_NANOS;
        return newPeriod || written
                ? new State(old.held, budget.spend(), resetAt, old.chargedNanos)
                : new State(old.held, old.spent.max(budget.spend()), old.resetAt, old.chargedNanos);
    }

    /** Until the budget begins anew. */
    Duration left(Account account) {
        return account.budget.left(time.now());
    }

    /** Holds more, or gives back when negative. */
    void change(Account account, BigDecimal dollars) {
        update(account, state -> state.plusHeld(dollars));
    }

    /** Something was spent. */
    void charged(Account account, BigDecimal dollars) {
        long now = time.nanos();
        update(account, state -> new State(state.held, state.spent.add(dollars), state.resetAt, now));
    }

    private void update(Account account, UnaryOperator<State> change) {
        states.computeIfPresent(account.key, (_, state) -> change.apply(state));
    }

    /** Forgets, once in a while, those of whom the books know everything. */
    private void tidy() {
        long now = time.nanos();
        long last = tidiedNanos.get();
        if (states.size() > TIDY_ABOVE && now - last > UNTIL_WRITTEN_NANOS && tidiedNanos.compareAndSet(last, now)) {
            states.values()
                    .removeIf(state -> state.held.signum() == 0 && now - state.chargedNanos > UNTIL_WRITTEN_NANOS);
        }
    }

    int known() {
        return states.size();
    }
}

package dev.stellwerk.application.inmemory;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetHolds;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds of one instance. Calls meet only where they share an account, and then for the time of a few additions. As
 * large as the number of accounts that claimed a budget or have something unwritten; the latter are bounded by the
 * ledger, of the former those of whom the books know everything are forgotten when there are many.
 */
public final class InMemoryBudgetHolds implements BudgetHolds {
    private static final int TIDY_ABOVE = 10_000;

    private final ConcurrentMap<Account, AccountState> states = new ConcurrentHashMap<>();
    private final AtomicInteger tidyAbove = new AtomicInteger(TIDY_ABOVE);
    private final Time time;

    /** Only the ledger's thread raises it, and only once every account has heard the notice. */
    private volatile long notices;

    public InMemoryBudgetHolds(Time time) {
        this.time = time;
    }

    /**
     * Holds all claims, or none.
     *
     * @param held takes what is known of each account right after that
     * @return null when they are held; else the first budget that is reached
     */
    public @Nullable BudgetReached hold(List<Claim> claims, Consumer<Statement> held) {
        for (int i = 0; i < claims.size(); i++) {
            BudgetReached reached = hold(claims.get(i), i, held);
            if (reached != null) {
                giveBack(claims.subList(0, i));
                return reached;
            }
        }
        return null;
    }

    /** Gives back what {@link #hold} held. */
    public void giveBack(List<Claim> claims) {
        for (Claim claim : claims) {
            change(claim.account(), claim.dollars().negate());
        }
    }

    private @Nullable BudgetReached hold(Claim claim, int index, Consumer<Statement> held) {
        tidy();
        var reached = new @Nullable BudgetReached[1];
        states.compute(claim.account(), (_, old) -> {
            AccountState state = (old == null ? AccountState.unknown(firstVersion()) : old).seen(claim);
            BigDecimal spent = state.spent(claim.budget());
            BigDecimal taken = spent.add(state.held());
            if (taken.compareTo(claim.max()) >= 0) {
                reached[0] = new BudgetReached(index, taken, spent.compareTo(claim.max()) < 0);
                return state;
            }
            AccountState holding = state.holding(claim.dollars());
            Statement.of(holding).ifPresent(held);
            return holding;
        });
        return reached[0];
    }

    /** Beyond all that this account had before it was forgotten. */
    private long firstVersion() {
        return time.steadyMillis() * 1_000;
    }

    @Override
    public long noticesHeard() {
        return notices;
    }

    @Override
    public void change(Account account, BigDecimal dollars) {
        update(account, state -> state.holding(dollars));
    }

    @Override
    public void charge(Account account, BigDecimal spent, BigDecimal givenBack) {
        states.compute(
                account,
                (_, old) -> (old == null ? AccountState.unknown(firstVersion()) : old).charged(spent, givenBack));
    }

    @Override
    public void found(Map<Account, BigDecimal> dollars) {
        dollars.forEach((account, amount) -> charge(account, amount, BigDecimal.ZERO));
    }

    @Override
    public void writing(Map<Account, BigDecimal> dollars) {
        dollars.forEach((account, amount) -> update(account, state -> state.writing(amount)));
    }

    @Override
    public void written(Map<Account, BigDecimal> dollars, Map<Account, Booked> books) {
        long notice = notices + 1;
        dollars.keySet().forEach(account -> update(account, state -> state.written(books.get(account), notice)));
        notices = notice;
    }

    @Override
    public void forgotten(Account account, BigDecimal dollars) {
        update(account, state -> state.forgotten(dollars));
    }

    /** An account of which nothing is on its way and whose budget nobody asked for need not be known any longer. */
    private void update(Account account, UnaryOperator<AccountState> change) {
        states.computeIfPresent(account, (_, old) -> {
            AccountState state = change.apply(old);
            return state.booked() == null && state.idle() ? null : state;
        });
    }

    /** However many accounts stay, room is looked for again only when there are twice as many. */
    private void tidy() {
        int above = tidyAbove.get();
        if (states.size() > above && tidyAbove.compareAndSet(above, Integer.MAX_VALUE)) {
            states.values().removeIf(AccountState::idle);
            tidyAbove.set(Math.max(TIDY_ABOVE, 2 * states.size()));
        }
    }

    /** Empty when nobody here claimed the budget of this account. */
    public Optional<Statement> statement(Account account) {
        AccountState state = states.get(account);
        return state == null ? Optional.empty() : Statement.of(state);
    }

    /** All accounts whose budgets were claimed here. */
    public Map<Account, Statement> statements() {
        var all = new HashMap<Account, Statement>();
        states.forEach((account, state) -> Statement.of(state).ifPresent(statement -> all.put(account, statement)));
        return all;
    }

    /**
     * What others have to know of an account.
     *
     * @param version of two statements about an account the one with the higher version is the newer one
     * @param onItsWay what it holds here, and what it was charged here and is not written
     * @param booked what the books showed last, to the knowledge of this instance
     * @param resetAt the end of the period that they were in
     */
    public record Statement(
            long version,
            BigDecimal onItsWay,
            BigDecimal booked,
            @Nullable Instant resetAt) {
        private static Optional<Statement> of(AccountState state) {
            return state.booked() == null
                    ? Optional.empty()
                    : Optional.of(new Statement(state.version(), state.onItsWay(), state.booked(), state.resetAt()));
        }
    }

    int known() {
        return states.size();
    }
}

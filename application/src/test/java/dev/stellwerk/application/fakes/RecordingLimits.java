package dev.stellwerk.application.fakes;

import dev.stellwerk.application.inmemory.InMemoryBudgetHolds.Statement;
import dev.stellwerk.application.inmemory.InMemoryLimitStore;
import dev.stellwerk.application.port.out.BudgetHolds;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The limit store in memory, with a record of what was taken from it and given back to it. */
public final class RecordingLimits implements LimitStore {
    /** The charges of each reservation that was granted. */
    public final List<List<Charge>> granted = new ArrayList<>();

    public final List<List<Charge>> settled = new ArrayList<>();
    private final InMemoryLimitStore store;

    public RecordingLimits(Time time) {
        store = new InMemoryLimitStore(time);
    }

    @Override
    public LimitVerdict reserve(List<Charge> charges, List<Claim> claims) {
        LimitVerdict verdict = store.reserve(charges, claims);
        if (verdict instanceof LimitVerdict.Granted) {
            granted.add(List.copyOf(charges));
        }
        return verdict;
    }

    @Override
    public void settle(LimitVerdict.Granted reservation, List<Charge> differences) {
        settled.add(List.copyOf(differences));
        store.settle(reservation, differences);
    }

    @Override
    public BudgetHolds budgets() {
        return store.budgets();
    }

    /** What is held of budgets, and what was charged and is not written. */
    public BigDecimal onTheirWay() {
        return store.budgets().statements().values().stream()
                .map(Statement::onItsWay)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What is taken from a limit and not given back, whoever it belongs to. */
    public long taken(LimitScope scope, LimitKind kind) {
        return sum(granted, scope, kind) + sum(settled, scope, kind);
    }

    /** How often a limit was charged. */
    public long times(LimitScope scope, LimitKind kind) {
        return granted.stream()
                .flatMap(List::stream)
                .filter(charge -> charge.scope() == scope && charge.kind() == kind)
                .count();
    }

    private static long sum(List<List<Charge>> all, LimitScope scope, LimitKind kind) {
        return all.stream()
                .flatMap(List::stream)
                .filter(charge -> charge.scope() == scope && charge.kind() == kind)
                .mapToLong(Charge::amount)
                .sum();
    }
}

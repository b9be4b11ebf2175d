package dev.stellwerk.application.access;

import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Period;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Begins a new budget period when somebody looks at a budget whose period is over, so that nobody has to wait for a
 * job to come by.
 */
final class BudgetReset {
    private final BudgetPeriods periods;

    BudgetReset(BudgetPeriods periods) {
        this.periods = periods;
    }

    /**
     * The record with its budget of today. When its period is over the store begins the next one, and the record is
     * read again; whatever the store then says holds.
     */
    <T> Optional<T> current(
            BudgetPeriods.Owner owner,
            String id,
            T record,
            Function<T, Budget> budget,
            Instant now,
            Supplier<Optional<T>> again) {
        Budget known = budget.apply(record);
        Instant ended = known.resetAt();
        if (ended == null || ended.isAfter(now)) {
            return Optional.of(record);
        }
        Optional<Period> period = Optional.ofNullable(known.duration()).flatMap(Period::parse);
        if (period.isEmpty()) {
            return Optional.of(record);
        }
        periods.renew(owner, id, ended, period.get().boundaryAfter(now));
        return again.get();
    }
}

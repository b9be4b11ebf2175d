package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.Budget;
import java.math.BigDecimal;

/**
 * What is on its way against budgets: what calls may cost, held while they run, and what answers did cost, until the
 * ledger has written it, however long that takes. Holds are taken by {@link LimitStore#reserve}, together with limits.
 * With them a budget is passed by no more than the calls on their way were underestimated.
 *
 * <p>Safe for all threads. Dollars are exact; nothing here is ever rounded in favour of a caller by more than a
 * billionth of a dollar.
 */
public interface BudgetHolds extends UsageLedger.Progress {
    /**
     * A budget that a call wants to use.
     *
     * @param budget as its owner's record showed it
     * @param readAfter what {@link #noticesHeard} told before that record was read
     * @param dollars what the call may cost
     */
    record Claim(Account account, Budget budget, long readAfter, BigDecimal dollars) {
        public BigDecimal max() {
            BigDecimal max = budget.max();
            if (max == null) {
                throw new IllegalArgumentException("a budget without a bound is not claimed");
            }
            return max;
        }
    }

    /**
     * How many notices of the ledger were heard. Asked before a record is read, it tells whether the record may be
     * older than the last of them.
     */
    long noticesHeard();

    /** A call that holds something holds more from now on; less when negative. */
    void change(Account account, BigDecimal dollars);

    /** An answer cost {@code spent}; what its call held for it is given back in the same step. */
    void charge(Account account, BigDecimal spent, BigDecimal givenBack);
}

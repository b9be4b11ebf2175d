package dev.stellwerk.domain.limits;

import java.math.BigDecimal;
import java.time.Duration;

/** What a store says to a set of charges: all were taken, or none. */
public sealed interface LimitVerdict {
    /**
     * All charges were taken.
     *
     * @param minute the window they were taken from; a settlement names it again
     */
    record Granted(long minute) implements LimitVerdict {}

    /**
     * Nothing was taken.
     *
     * @param charge the first that did not fit
     * @param usage what was used before this request
     * @param retryAfter until its window ends; at least a second
     */
    record Refused(Charge charge, long usage, Duration retryAfter) implements LimitVerdict {
        /** Whether it would not fit into an unused limit either, so that no waiting helps. */
        public boolean forGood() {
            return charge.limit() < Math.max(1, charge.amount());
        }
    }

    /**
     * Nothing was taken: a budget is reached.
     *
     * @param claim which of the claims found it so, counted from 0
     * @param taken dollars spent and held
     * @param onItsWay it is reached only together with what is held for calls on their way
     */
    record BudgetReached(int claim, BigDecimal taken, boolean onItsWay) implements LimitVerdict {}
}

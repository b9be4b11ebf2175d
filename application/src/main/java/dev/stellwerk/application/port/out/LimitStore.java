package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitVerdict;
import java.util.List;

/**
 * Counts what is used of limits, exactly, however many requests and instances ask at once, and holds what calls may
 * cost against budgets in the same step.
 *
 * <p>Windows are the minutes of the store's clock. Charges of {@code PARALLEL_REQUESTS} have no window: they are held
 * until they are given back by a settlement.
 */
public interface LimitStore {
    /** Takes all charges in one atomic step, or none. */
    default LimitVerdict reserve(List<Charge> charges) {
        return reserve(charges, List.of());
    }

    /**
     * Takes all charges and holds all claims, or nothing. A budget that is reached is told before a limit without room.
     */
    LimitVerdict reserve(List<Charge> charges, List<BudgetHolds.Claim> claims);

    /**
     * Corrects what a reservation took: each amount is added to what is used, negative amounts give back. Corrections
     * of a window that is over are forgotten.
     */
    void settle(LimitVerdict.Granted reservation, List<Charge> differences);

    /** What becomes of the claims that were held. */
    BudgetHolds budgets();
}

package dev.stellwerk.application.port.out;

import java.time.Instant;

/** Begins new budget periods in the store that keeps the spend. */
public interface BudgetPeriods {
    /** There is no such store: a period that is over stays over. */
    BudgetPeriods NONE = (_, _, _, _) -> {};

    /**
     * Sets the spend to zero and the end of the period to {@code next}, in one step, if the period still ends at
     * {@code ended}; otherwise somebody else was faster, and nothing changes. Whoever returns finds the new period in
     * the owner's directory on this instance.
     *
     * @param id the key's hash, the team's or the customer's id
     * @throws StoreUnavailable when the store cannot be asked
     */
    void renew(Owner owner, String id, Instant ended, Instant next);

    /** Whose budget it is. */
    enum Owner {
        KEY,
        TEAM,
        CUSTOMER
    }
}

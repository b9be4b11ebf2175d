package dev.stellwerk.application.port.out;

import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import java.util.Comparator;

/**
 * Somebody who spends. The order is that in which several of them are locked, so that two who do so never wait for each
 * other.
 *
 * @param id the key's hash, the team's or the customer's id
 */
public record Account(Owner owner, String id) implements Comparable<Account> {
    private static final Comparator<Account> ORDER =
            Comparator.comparing(Account::owner).thenComparing(Account::id);

    @Override
    public int compareTo(Account other) {
        return ORDER.compare(this, other);
    }
}

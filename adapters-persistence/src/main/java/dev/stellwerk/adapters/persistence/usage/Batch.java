package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * What is written to the database in one step, and once. Its id is the writer with the number; it keeps that until the
 * database has said yes to it.
 *
 * @param writer the process that gathered it
 * @param number higher than all of the same writer before it
 * @param amounts dollars by account
 */
record Batch(long writer, long number, SortedMap<Account, BigDecimal> amounts) {
    List<String> ids(Owner owner) {
        return amounts.keySet().stream()
                .filter(account -> account.owner() == owner)
                .map(Account::id)
                .toList();
    }
}

package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.application.port.out.Invalidations.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * What is written to the database in one step, and once.
 *
 * @param writer the process that gathered it
 * @param number higher than all of the same writer before it
 * @param amounts dollars by account
 */
record Batch(long writer, long number, SortedMap<Account, BigDecimal> amounts) {
    List<String> ids(Kind kind) {
        return amounts.keySet().stream()
                .filter(account -> account.kind() == kind)
                .map(Account::id)
                .toList();
    }
}

package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** What was spent and is not written yet, by account. Safe for use by many threads; bounded. */
final class PendingSpend {
    /** Accounts grow only while the database is away: callers may invent customers, so there must be an end. */
    static final int ACCOUNTS_MAX = 100_000;

    /** More than that is a wrong price, and would not fit the column for long. */
    private static final BigDecimal DOLLARS_MAX = new BigDecimal(1_000_000_000);

    private static final Logger LOG = System.getLogger(PendingSpend.class.getName());

    private final ConcurrentHashMap<Account, BigDecimal> amounts = new ConcurrentHashMap<>();
    private final AtomicBoolean overflown = new AtomicBoolean();

    /** Takes one charge in, and tells whose share of it there was no room for. */
    List<Account> add(Spent spent) {
        List<Account> accounts = spent.accounts();
        if (spent.dollars().abs().compareTo(DOLLARS_MAX) > 0) {
            LOG.log(Level.ERROR, "an answer is said to have cost more than a billion dollars; it is not recorded");
            return accounts;
        }
        List<Account> left = List.of();
        for (Account account : accounts) {
            if (!add(account, spent.dollars())) {
                left = Stream.concat(left.stream(), Stream.of(account)).toList();
            }
        }
        return left;
    }

    private boolean add(Account account, BigDecimal dollars) {
        boolean room = amounts.mappingCount() < ACCOUNTS_MAX || amounts.containsKey(account);
        if (room) {
            amounts.merge(account, dollars, BigDecimal::add);
        } else if (overflown.compareAndSet(false, true)) {
            LOG.log(Level.ERROR, "too many accounts wait for the database; what further ones spend is not recorded");
        }
        return room;
    }

    /** Takes everything out. */
    SortedMap<Account, BigDecimal> drain() {
        var taken = new TreeMap<Account, BigDecimal>();
        for (Account account : amounts.keySet()) {
            BigDecimal amount = amounts.remove(account);
            if (amount != null) {
                taken.put(account, amount);
            }
        }
        overflown.set(false);
        return taken;
    }
}

package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What was spent and is not written yet, by account. Safe for use by many threads; bounded. */
final class PendingSpend {
    /** Accounts grow only while the database is away: callers may invent customers, so there must be an end. */
    static final int ACCOUNTS_MAX = 100_000;

    /** More than that is a wrong price, and would not fit the column for long. */
    private static final BigDecimal DOLLARS_MAX = new BigDecimal(1_000_000_000);

    private static final Logger LOG = System.getLogger(PendingSpend.class.getName());

    private final ConcurrentHashMap<Account, BigDecimal> amounts = new ConcurrentHashMap<>();
    private final AtomicBoolean overflown = new AtomicBoolean();

    void add(Spent spent) {
        if (spent.dollars().abs().compareTo(DOLLARS_MAX) > 0) {
            LOG.log(Level.ERROR, "an answer is said to have cost more than a billion dollars; it is not recorded");
        } else if (spent.dollars().signum() != 0) {
            add(Kind.KEY, spent.keyHash(), spent.dollars());
            add(Kind.TEAM, spent.teamId(), spent.dollars());
            add(Kind.CUSTOMER, spent.customerId(), spent.dollars());
        }
    }

    private void add(Kind kind, @Nullable String id, BigDecimal dollars) {
        if (id == null) {
            return;
        }
        var account = new Account(kind, id);
        if (amounts.mappingCount() < ACCOUNTS_MAX || amounts.containsKey(account)) {
            amounts.merge(account, dollars, BigDecimal::add);
        } else if (overflown.compareAndSet(false, true)) {
            LOG.log(Level.ERROR, "too many accounts wait for the database; what further ones spend is not recorded");
        }
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

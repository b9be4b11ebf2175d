package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.Collection;

/** The directories over one database, which share what they know and what they tell others. */
public final class AccessStore {
    private final KnownRecords known;
    private final ChangeLog log;
    private final KeyDirectory keys;
    private final TeamDirectory teams;
    private final CustomerDirectory customers;
    private final BudgetPeriods periods;

    /** @param life how long a record is believed without asking */
    public AccessStore(Database database, Time time, Duration life, Invalidations others) {
        database.warmUp(dsl -> StoredRecords.find(dsl, KeyRows.ROWS, ""));
        known = new KnownRecords(database, time, life);
        log = new ChangeLog(database, known, others);
        keys = new CachedKeyDirectory(new JooqKeyDirectory(database, log), known.keys);
        teams = new CachedTeamDirectory(new JooqTeamDirectory(database, log), known.teams);
        customers = new CachedCustomerDirectory(new JooqCustomerDirectory(database, log), known.customers);
        periods = new JooqBudgetPeriods(log);
    }

    public KeyDirectory keys() {
        return keys;
    }

    public TeamDirectory teams() {
        return teams;
    }

    public CustomerDirectory customers() {
        return customers;
    }

    public BudgetPeriods budgetPeriods() {
        return periods;
    }

    /** Forgets what other instances have changed since the last time; for one thread that comes again and again. */
    public void readChanges() {
        log.readOn();
    }

    /** Those of the records that are known here and want to hear of a new spend. */
    public Followed follow(Kind kind, Collection<String> ids) {
        return known.follow(kind, ids);
    }
}

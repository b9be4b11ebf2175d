package dev.stellwerk.adapters.persistence;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.database.DatabaseRefused;
import dev.stellwerk.adapters.persistence.usage.JooqUsageLedger;
import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Keys, teams, customers and spend in a database: settings in, ports out. */
public final class PersistenceModule implements AutoCloseable {
    private final Database database;
    private final AccessStore access;
    private final JooqUsageLedger ledger;
    private final Upkeep upkeep;

    /**
     * Which database.
     *
     * @param dataDirectory holds the embedded database, and spend while PostgreSQL is away; made if it is missing
     * @param databaseUrl PostgreSQL, as {@code postgresql://user:password@host:port/database}; null means embedded
     * @param connectionsMax to PostgreSQL
     * @param recordLife how long a record is believed without asking the database
     */
    public record Settings(Path dataDirectory, @Nullable Secret databaseUrl, int connectionsMax, Duration recordLife) {}

    /** The database cannot be used as configured. The message is one line for the operator and holds no secret. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(DatabaseRefused cause) {
            super(cause.getMessage(), cause);
        }
    }

    private PersistenceModule(Database database, AccessStore access, JooqUsageLedger ledger, Upkeep upkeep) {
        this.database = database;
        this.access = access;
        this.ledger = ledger;
        this.upkeep = upkeep;
    }

    /**
     * Opens the database and brings its schema up to date. A PostgreSQL server that does not answer is no fault: the
     * ports say that they are unavailable until it does.
     *
     * @param spending hears what becomes of charges, beginning with those that an earlier process left
     * @param threads makes platform threads; they end with {@link #close}
     * @throws Refused when waiting would not help
     */
    public static PersistenceModule open(
            Settings settings, Time time, Invalidations others, UsageLedger.Progress spending, ThreadFactory threads) {
        try {
            Secret url = settings.databaseUrl();
            Database database = url == null
                    ? Database.embedded(settings.dataDirectory(), time, threads)
                    : Database.postgres(url.value(), settings.connectionsMax(), time, threads);
            var access = new AccessStore(database, time, settings.recordLife(), others);
            var ledger = new JooqUsageLedger(database, access, time, settings.dataDirectory(), spending);
            return new PersistenceModule(database, access, ledger, new Upkeep(database, access, ledger, threads));
        } catch (DatabaseRefused e) {
            throw new Refused(e);
        }
    }

    /**
     * The records as they lie there, to be looked up only: nothing is made, written or brought up to date.
     *
     * @throws Refused when there is no database, or it is in use or of another version
     */
    public static Records records(Settings settings, Time time, ThreadFactory threads) {
        try {
            Secret url = settings.databaseUrl();
            return new Records(
                    url == null
                            ? Database.embeddedToRead(settings.dataDirectory(), time, threads)
                            : Database.postgresToRead(url.value(), time, threads),
                    time);
        } catch (DatabaseRefused e) {
            throw new Refused(e);
        }
    }

    /** No records at all. */
    public static Records noRecords(Time time, ThreadFactory threads) {
        return new Records(Database.empty(time, threads), time);
    }

    /** Keys, teams and customers without all that a gateway does with them. */
    public static final class Records implements AutoCloseable {
        private static final Duration LIFE = Duration.ofMinutes(1);

        private final Database database;
        private final AccessStore access;

        private Records(Database database, Time time) {
            this.database = database;
            this.access = new AccessStore(database, time, LIFE, Invalidations.ALONE);
        }

        public KeyDirectory keys() {
            return access.keys();
        }

        public TeamDirectory teams() {
            return access.teams();
        }

        public CustomerDirectory customers() {
            return access.customers();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    public KeyDirectory keys() {
        return access.keys();
    }

    public TeamDirectory teams() {
        return access.teams();
    }

    public CustomerDirectory customers() {
        return access.customers();
    }

    public UsageLedger ledger() {
        return ledger;
    }

    public BudgetPeriods budgetPeriods() {
        return access.budgetPeriods();
    }

    public Readiness readiness() {
        return database;
    }

    /** Writes what was spent, ends the threads and closes the database. */
    @Override
    public void close() {
        upkeep.close();
        database.close();
    }
}

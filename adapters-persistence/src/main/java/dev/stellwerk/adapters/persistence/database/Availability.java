package dev.stellwerk.adapters.persistence.database;

import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.time.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;

/**
 * Whether the database answered the last time somebody asked. After a failure nobody else tries for a while; each
 * change is logged once. Safe for use by many threads, which may overtake each other: the next answer sets it right.
 */
final class Availability {
    private static final Logger LOG = System.getLogger(Availability.class.getName());
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String database;
    private final Time time;
    private volatile boolean away;
    private volatile long restUntil;
    private volatile String problem;

    Availability(String database, Time time) {
        this.database = database;
        this.time = time;
        this.problem = database + " was not asked yet";
    }

    /** Whether it is too early to try again. */
    boolean resting() {
        return away && time.nanos() - restUntil < 0;
    }

    void answered() {
        if (away) {
            away = false;
            LOG.log(Level.INFO, () -> database + " answers");
        }
    }

    void failed(Exception cause) {
        problem = database + " does not answer: " + PostgresEngine.firstLine(cause);
        restUntil = time.nanos() + REST_NANOS;
        if (!away) {
            away = true;
            LOG.log(Level.WARNING, problem);
        }
    }

    /** In an operator's words. */
    String problem() {
        return away ? problem : database + " is busy";
    }

    StoreUnavailable unavailable() {
        return new StoreUnavailable(database, new SQLTransientConnectionException(problem));
    }
}

package dev.stellwerk.adapters.persistence;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.usage.JooqUsageLedger;
import dev.stellwerk.application.port.out.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Two threads that come twice a second. One opens what was away, writes spend and hears what others changed; the other
 * puts spend on disk, also while the first waits for a database that is silent.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final long PERIOD_MILLIS = 500;
    private static final long CLOSE_MILLIS_MAX = 15_000;

    private final Database database;
    private final AccessStore access;
    private final JooqUsageLedger ledger;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread writing;
    private final Thread gathering;

    Upkeep(Database database, AccessStore access, JooqUsageLedger ledger, ThreadFactory threads) {
        this.database = database;
        this.access = access;
        this.ledger = ledger;
        this.writing = threads.newThread(this::write);
        this.gathering = threads.newThread(this::gather);
        writing.start();
        gathering.start();
    }

    private void gather() {
        var chore = new Chore(ledger::gather);
        while (!closed(PERIOD_MILLIS)) {
            chore.run();
        }
    }

    private void write() {
        var chores = List.of(new Chore(database::reopen), new Chore(ledger::write), new Chore(access::readChanges));
        while (!closed(PERIOD_MILLIS)) {
            chores.forEach(Chore::run);
        }
        new Chore(ledger::close).run();
    }

    private boolean closed(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return closed.getCount() == 0; // nobody may stop this thread but close()
        }
    }

    /** One of the things to do; a fault of it is told once, until it succeeds again. One thread. */
    private static final class Chore {
        private final Runnable work;
        private boolean complaining;

        Chore(Runnable work) {
            this.work = work;
        }

        void run() {
            try {
                work.run();
                complaining = false;
            } catch (StoreUnavailable e) {
                LOG.log(Level.DEBUG, "kept for the next time: " + e.getMessage()); // the database has said it aloud
            } catch (RuntimeException | Error e) { // whatever it is, nothing here may end the thread
                if (!complaining) {
                    complaining = true;
                    LOG.log(Level.ERROR, "looking after the database failed; it is tried again and again", e);
                }
            }
        }
    }

    /** Ends after the last charges are written, or cannot be; they are on disk then. */
    @Override
    public void close() {
        closed.countDown();
        try {
            gathering.join(CLOSE_MILLIS_MAX);
            writing.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

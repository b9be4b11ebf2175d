package dev.stellwerk.adapters.persistence;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.usage.JooqUsageLedger;
import dev.stellwerk.application.port.out.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The thread that comes twice a second: opens what was away, writes spend, hears what others changed. */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final long PERIOD_MILLIS = 500;
    private static final long CLOSE_MILLIS_MAX = 15_000;

    private final Database database;
    private final AccessStore access;
    private final JooqUsageLedger ledger;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    Upkeep(Database database, AccessStore access, JooqUsageLedger ledger, ThreadFactory threads) {
        this.database = database;
        this.access = access;
        this.ledger = ledger;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    private void run() {
        while (!closed(PERIOD_MILLIS)) {
            attempt(database::reopen);
            attempt(ledger::flush);
            attempt(access::readChanges);
        }
        attempt(ledger::close);
    }

    private boolean closed(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return closed.getCount() == 0; // nobody may stop this thread but close()
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable e) {
            LOG.log(Level.DEBUG, "kept for the next time: " + e.getMessage()); // the database has said it aloud
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "looking after the database failed; it is tried again", e);
        }
    }

    /** Ends after the last charges are written, or cannot be. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.usage.BatchWriter.Written;
import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Spend, written in batches. A batch is on disk before it is sent, and stays there until the database has said yes. It
 * has a number, which is stored together with it: whether a batch arrived whose commit got no answer is known when it
 * is sent again.
 *
 * <p>Charges come from any thread; {@link #gather} and {@link #write} from one each, which need not be the same: while
 * the database is silent, gathering goes on.
 */
public final class JooqUsageLedger implements UsageLedger {
    /** Batches that wait at most; what is charged after that stays in memory until there is room. */
    private static final int WAITING_MAX = 100_000;

    private final Database database;
    private final BatchWriter writer;
    private final Progress progress;
    private final PendingSpend pending = new PendingSpend();
    private final ReentrantLock lock = new ReentrantLock();
    private final long number;
    private final Set<Long> inherited = new TreeSet<>(); // only the writing thread

    // Guarded by the lock, together with the journal.
    private final SpendJournal journal;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private long lastNumber;
    private int kept;
    private boolean cleared = true;

    /**
     * @param progress hears of everything, beginning with what is found
     * @param directory where spend is kept until it is written; what was left there is written first
     */
    public JooqUsageLedger(Database database, AccessStore access, Time time, Path directory, Progress progress) {
        this.database = database;
        this.writer = new BatchWriter(database, access, time);
        this.progress = progress;
        this.journal = new SpendJournal(directory);
        this.number = numberOf(time);
        waiting.addAll(journal.recover());
        kept = waiting.size();
        for (Batch found : waiting) {
            inherited.add(found.writer());
            progress.found(found.amounts());
        }
    }

    /** Of this process, as a writer of batches: differs between processes, wherever they run: by the microsecond and a bit more. */
    private static long numberOf(Time time) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time.now());
        return (micros << 10) | ((time.nanos() ^ ProcessHandle.current().pid()) & 1023);
    }

    @Override
    public void charge(Spent spent) {
        for (Account account : pending.add(spent)) {
            progress.forgotten(account, spent.dollars());
        }
    }

    /**
     * Puts what has been charged so far on disk. Where the disk has no room, one batch goes on without it, and the rest
     * stays in memory.
     */
    public void gather() {
        lock.lock();
        try {
            keep();
            if (kept == waiting.size() && kept < WAITING_MAX) {
                SortedMap<Account, BigDecimal> amounts = pending.drain();
                if (!amounts.isEmpty()) {
                    waiting.add(new Batch(number, ++lastNumber, amounts));
                    keep();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first so many are kept already. */
    private void keep() {
        Iterator<Batch> rest = waiting.stream().skip(kept).iterator();
        while (rest.hasNext() && journal.keep(rest.next())) {
            kept++;
        }
    }

    /**
     * Writes what waits. Whatever goes wrong, what was not written waits for the next time.
     *
     * @throws dev.stellwerk.application.port.out.StoreUnavailable when the database is away
     */
    public void write() {
        for (Batch next = first(); next != null; next = first()) {
            progress.writing(next.amounts());
            Written written = writer.write(next);
            written.news().forEach(Runnable::run);
            progress.written(next.amounts(), written.books());
            done();
        }
        takeLeaveOfTheDead();
    }

    private @Nullable Batch first() {
        lock.lock();
        try {
            return waiting.peek();
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        lock.lock();
        try {
            waiting.remove();
            kept = Math.max(0, kept - 1);
            if (waiting.isEmpty()) {
                cleared = journal.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Both in one, for whoever is alone. */
    public void flush() {
        gather();
        write();
    }

    /** What a dead process left is written and no longer on disk: whether it was sent twice matters no more. */
    private void takeLeaveOfTheDead() {
        if (!inherited.isEmpty() && cleared()) {
            database.transaction(dsl -> SpendRows.takeLeave(dsl, inherited));
            inherited.clear();
        }
    }

    /** Whether nothing is on disk that the database has said yes to. */
    private boolean cleared() {
        lock.lock();
        try {
            return cleared;
        } finally {
            lock.unlock();
        }
    }

    /** Writes the last charges and takes leave of the database, unless somebody may still find them on disk. */
    public void close() {
        try {
            flush();
            if (cleared()) {
                database.transaction(dsl -> SpendRows.takeLeave(dsl, Set.of(number)));
            }
        } finally {
            letGo();
        }
    }

    /** Leaves what is on disk to the next process. */
    void letGo() {
        journal.close();
    }
}

package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Followed;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jooq.DSLContext;
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

    private static final System.Logger LOG = System.getLogger(JooqUsageLedger.class.getName());

    private final Database database;
    private final AccessStore access;
    private final Time time;
    private final Progress progress;
    private final PendingSpend pending = new PendingSpend();
    private final ReentrantLock lock = new ReentrantLock();
    private final long writer;
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
        this.access = access;
        this.time = time;
        this.progress = progress;
        this.journal = new SpendJournal(directory);
        this.writer = writerOf(time);
        waiting.addAll(journal.recover());
        kept = waiting.size();
        for (Batch found : waiting) {
            inherited.add(found.writer());
            progress.found(found.amounts());
        }
    }

    /** Differs between processes, wherever they run: by the microsecond and a bit more. */
    private static long writerOf(Time time) {
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
                    waiting.add(new Batch(writer, ++lastNumber, amounts));
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
            Written written = written(next);
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

    /**
     * What the writing of a batch led to.
     *
     * @param news tells this instance's directories
     */
    private record Written(Map<Account, Booked> books, List<Runnable> news) {}

    private Written written(Batch batch) {
        try {
            return written(batch, false);
        } catch (InvalidValue e) {
            LOG.log(System.Logger.Level.WARNING, "spend cannot be written as it is; it is written account by account");
            return written(batch, true);
        }
    }

    private Written written(Batch batch, boolean oneByOne) {
        return database.transaction(dsl -> {
            boolean isNew = SpendRows.isNew(dsl, batch, time.now());
            var books = new HashMap<Account, Booked>();
            var news = new ArrayList<Runnable>();
            for (Owner owner : Owner.values()) {
                if (isNew && oneByOne) {
                    SpendRows.chargeOneByOne(dsl, owner, batch);
                } else if (isNew) {
                    SpendRows.charge(dsl, owner, batch);
                }
                news.add(read(dsl, owner, batch, oneByOne, books));
            }
            return new Written(books, news);
        });
    }

    /** Reads the sums that budgets are checked against, other instances' shares included. */
    private Runnable read(DSLContext dsl, Owner owner, Batch batch, boolean oneByOne, Map<Account, Booked> books) {
        List<String> ids = batch.ids(owner);
        Followed followed = access.follow(AccountTables.records(owner), ids);
        var spends = new HashMap<String, BigDecimal>();
        BiConsumer<String, Booked> found = (id, booked) -> {
            books.put(new Account(owner, id), booked);
            spends.put(id, booked.spend());
        };
        if (oneByOne) {
            SpendRows.readOneByOne(dsl, owner, ids, found);
        } else {
            SpendRows.read(dsl, owner, ids, found);
        }
        return () -> followed.listener().accept(spends);
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
                database.transaction(dsl -> SpendRows.takeLeave(dsl, Set.of(writer)));
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

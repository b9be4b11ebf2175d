package dev.stellwerk.adapters.persistence.usage;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.SPEND;
import static dev.stellwerk.adapters.persistence.schema.SpendWriterTable.*;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Followed;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Spend, written in batches. A batch has a number, which is stored together with it: whether a batch arrived whose
 * commit got no answer is known when it is sent again.
 *
 * <p>Charges come from any thread; {@link #flush} and {@link #close} belong to one.
 */
public final class JooqUsageLedger implements UsageLedger {
    /** Rows of processes that ended without a word are removed after this time. */
    private static final Duration WRITERS_KEPT = Duration.ofDays(30);

    private static final int ACCOUNTS_PER_STATEMENT = 1_000;

    /** Batches that wait at most; what is charged after that is gathered until there is room. */
    private static final int WAITING_MAX = 1_000;

    private final Database database;
    private final AccessStore access;
    private final Time time;
    private final PendingSpend pending = new PendingSpend();
    private final SpendJournal journal;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final long writer;
    private long lastNumber;
    private int kept;
    private boolean pruned;

    /** @param directory where spend is kept while the database is away; what was left there is written first */
    public JooqUsageLedger(Database database, AccessStore access, Time time, Path directory) {
        this.database = database;
        this.access = access;
        this.time = time;
        this.journal = new SpendJournal(directory);
        this.writer = writerOf(time);
        waiting.addAll(journal.recover());
        kept = waiting.size();
    }

    /** Differs between processes, wherever they run: by the microsecond and a bit more. */
    private static long writerOf(Time time) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time.now());
        return (micros << 10) | ((time.nanos() ^ ProcessHandle.current().pid()) & 1023);
    }

    @Override
    public void charge(Spent spent) {
        pending.add(spent);
    }

    /**
     * Writes what has been charged so far. What cannot be written is kept, on disk too, for the next time.
     *
     * @throws dev.stellwerk.application.port.out.StoreUnavailable when the database is away
     */
    public void flush() {
        gather();
        boolean late = kept > 0;
        try {
            for (Batch next = waiting.peek(); next != null; next = waiting.peek()) {
                write(next);
                waiting.remove();
                kept = Math.max(0, kept - 1);
            }
        } catch (StoreUnavailable e) {
            keep();
            throw e;
        }
        if (late) {
            journal.clear();
        }
    }

    private void gather() {
        if (waiting.size() < WAITING_MAX) {
            SortedMap<Account, BigDecimal> amounts = pending.drain();
            if (!amounts.isEmpty()) {
                waiting.add(new Batch(writer, ++lastNumber, amounts));
            }
        }
    }

    /** The first so many are kept already. */
    private void keep() {
        waiting.stream().skip(kept).forEach(journal::keep);
        kept = waiting.size();
    }

    private void write(Batch batch) {
        var news = new ArrayList<Runnable>();
        database.transaction(dsl -> {
            news.clear();
            if (isNew(dsl, batch)) {
                for (Kind kind : Account.KINDS) {
                    charge(dsl, kind, batch);
                    news.add(newSpends(dsl, kind, batch));
                }
            }
            return batch;
        });
        news.forEach(Runnable::run);
    }

    /** Whether the batch was not written before; from now on it was. */
    private boolean isNew(DSLContext dsl, Batch batch) {
        prune(dsl);
        boolean newer = dsl.update(SPEND_WRITERS)
                        .set(LAST_BATCH, batch.number())
                        .set(WRITTEN_AT, now())
                        .where(ID.eq(batch.writer()).and(LAST_BATCH.lt(batch.number())))
                        .execute()
                > 0;
        if (newer || dsl.fetchExists(SPEND_WRITERS, ID.eq(batch.writer()))) {
            return newer;
        }
        dsl.insertInto(SPEND_WRITERS, ID, LAST_BATCH, WRITTEN_AT)
                .values(batch.writer(), batch.number(), now())
                .execute();
        return true;
    }

    private void prune(DSLContext dsl) {
        if (!pruned) {
            dsl.deleteFrom(SPEND_WRITERS)
                    .where(WRITTEN_AT.lt(now().minus(WRITERS_KEPT)))
                    .execute();
            pruned = true;
        }
    }

    private static void charge(DSLContext dsl, Kind kind, Batch batch) {
        Field<String> id = Account.idColumn(kind);
        var update = dsl.batch(dsl.update(Account.table(kind))
                .set(SPEND, SPEND.plus(DSL.param("dollars", SPEND)))
                .where(id.eq(DSL.param("id", id))));
        for (Map.Entry<Account, BigDecimal> amount : batch.amounts().entrySet()) {
            if (amount.getKey().kind() == kind) {
                update = update.bind(amount.getValue(), amount.getKey().id());
            }
        }
        if (update.size() > 0) {
            update.execute();
        }
    }

    /** Reads the sums that budgets are checked against, other instances' shares included. */
    private Runnable newSpends(DSLContext dsl, Kind kind, Batch batch) {
        Followed followed = access.follow(kind, batch.ids(kind));
        var ids = List.copyOf(followed.ids());
        var spends = new HashMap<String, BigDecimal>();
        Field<String> id = Account.idColumn(kind);
        for (int from = 0; from < ids.size(); from += ACCOUNTS_PER_STATEMENT) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + ACCOUNTS_PER_STATEMENT));
            dsl.select(id, SPEND)
                    .from(Account.table(kind))
                    .where(id.in(some))
                    .forEach(row -> spends.put(row.value1(), row.value2()));
        }
        return () -> followed.listener().accept(spends);
    }

    private OffsetDateTime now() {
        return time.now().atOffset(ZoneOffset.UTC);
    }

    /** Writes the last charges and takes leave of the database. */
    public void close() {
        try {
            flush();
            database.transaction(
                    dsl -> dsl.deleteFrom(SPEND_WRITERS).where(ID.eq(writer)).execute());
        } finally {
            letGo();
        }
    }

    /** Leaves what is on disk to the next process. */
    void letGo() {
        journal.close();
    }
}

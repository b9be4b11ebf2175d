package dev.stellwerk.adapters.persistence.usage;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.SPEND;
import static dev.stellwerk.adapters.persistence.schema.SpendWriterTable.*;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Followed;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

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

    private final Database database;
    private final AccessStore access;
    private final Time time;
    private final PendingSpend pending = new PendingSpend();
    private @Nullable Long writer;
    private @Nullable Batch unwritten;
    private long batches;

    public JooqUsageLedger(Database database, AccessStore access, Time time) {
        this.database = database;
        this.access = access;
        this.time = time;
    }

    private record Batch(long number, SortedMap<Account, BigDecimal> amounts) {
        List<String> ids(Kind kind) {
            return amounts.keySet().stream()
                    .filter(account -> account.kind() == kind)
                    .map(Account::id)
                    .toList();
        }
    }

    @Override
    public void charge(Spent spent) {
        pending.add(spent);
    }

    /**
     * Writes what has been charged so far. What cannot be written is kept for the next time, under its old number.
     *
     * @throws dev.stellwerk.application.port.out.StoreUnavailable when the database is away
     */
    public void flush() {
        Batch batch = unwritten == null ? new Batch(++batches, pending.drain()) : unwritten;
        if (batch.amounts().isEmpty()) {
            return;
        }
        unwritten = batch;
        write(batch);
        unwritten = null;
    }

    private void write(Batch batch) {
        long writer = writer();
        var news = new ArrayList<Runnable>();
        database.transaction(dsl -> {
            news.clear();
            if (isNew(dsl, writer, batch)) {
                for (Kind kind : Account.KINDS) {
                    charge(dsl, kind, batch);
                    news.add(newSpends(dsl, kind, batch));
                }
            }
            return batch;
        });
        news.forEach(Runnable::run);
    }

    private long writer() {
        Long known = writer;
        if (known == null) {
            known = database.transaction(this::register);
            writer = known;
        }
        return known;
    }

    private Long register(DSLContext dsl) {
        dsl.deleteFrom(SPEND_WRITERS)
                .where(WRITTEN_AT.lt(now().minus(WRITERS_KEPT)))
                .execute();
        return dsl.insertInto(SPEND_WRITERS, LAST_BATCH, WRITTEN_AT)
                .values(0L, now())
                .returning(ID)
                .fetchSingle(ID);
    }

    private boolean isNew(DSLContext dsl, long writer, Batch batch) {
        return dsl.update(SPEND_WRITERS)
                        .set(LAST_BATCH, batch.number())
                        .set(WRITTEN_AT, now())
                        .where(ID.eq(writer).and(LAST_BATCH.lt(batch.number())))
                        .execute()
                > 0;
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
        flush();
        flush(); // the first one may have repeated an older batch
        Long known = writer;
        if (known != null) {
            database.transaction(
                    dsl -> dsl.deleteFrom(SPEND_WRITERS).where(ID.eq(known)).execute());
            writer = null;
        }
    }
}

package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Followed;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jooq.DSLContext;

/** Writes batches of spend in a transaction each, and reads what the books then show. */
final class BatchWriter {
    private static final System.Logger LOG = System.getLogger(BatchWriter.class.getName());

    private final Database database;
    private final AccessStore access;
    private final Time time;

    BatchWriter(Database database, AccessStore access, Time time) {
        this.database = database;
        this.access = access;
        this.time = time;
    }

    /**
     * What the writing of a batch led to.
     *
     * @param news tells this instance's directories
     */
    record Written(Map<Account, Booked> books, List<Runnable> news) {}

    /**
     * Writes a batch, unless it was written before.
     *
     * @throws dev.stellwerk.application.port.out.StoreUnavailable when the database is away
     */
    Written write(Batch batch) {
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
}

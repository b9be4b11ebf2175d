package dev.stellwerk.adapters.persistence.usage;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.BUDGET_RESET_AT;
import static dev.stellwerk.adapters.persistence.schema.AccountColumns.SPEND;
import static dev.stellwerk.adapters.persistence.schema.SpendWriterTable.ID;
import static dev.stellwerk.adapters.persistence.schema.SpendWriterTable.LAST_BATCH;
import static dev.stellwerk.adapters.persistence.schema.SpendWriterTable.SPEND_WRITERS;
import static dev.stellwerk.adapters.persistence.schema.SpendWriterTable.WRITTEN_AT;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.jooq.impl.DSL;

/** What a batch changes in the database, inside a transaction of its own. */
final class SpendRows {
    private static final System.Logger LOG = System.getLogger(SpendRows.class.getName());

    private static final int ACCOUNTS_PER_STATEMENT = 1_000;

    private SpendRows() {}

    /** Whether the batch was not written before; from now on it was. */
    static boolean isNew(DSLContext dsl, Batch batch, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        boolean newer = dsl.update(SPEND_WRITERS)
                        .set(LAST_BATCH, batch.number())
                        .set(WRITTEN_AT, at)
                        .where(ID.eq(batch.writer()).and(LAST_BATCH.lt(batch.number())))
                        .execute()
                > 0;
        if (newer || dsl.fetchExists(SPEND_WRITERS, ID.eq(batch.writer()))) {
            return newer;
        }
        dsl.insertInto(SPEND_WRITERS, ID, LAST_BATCH, WRITTEN_AT)
                .values(batch.writer(), batch.number(), at)
                .execute();
        return true;
    }

    static void charge(DSLContext dsl, Owner owner, Batch batch) {
        Field<String> id = AccountTables.idColumn(owner);
        var update = dsl.batch(dsl.update(AccountTables.table(owner))
                .set(SPEND, SPEND.plus(DSL.param("dollars", SPEND)))
                .where(id.eq(DSL.param("id", id))));
        for (Map.Entry<Account, BigDecimal> amount : batch.amounts().entrySet()) {
            if (amount.getKey().owner() == owner) {
                update = update.bind(amount.getValue(), amount.getKey().id());
            }
        }
        if (update.size() > 0) {
            update.execute();
        }
    }

    /** Whoever cannot be charged, whatever the reason in the data is, keeps nobody else from paying. */
    static void chargeOneByOne(DSLContext dsl, Owner owner, Batch batch) {
        batch.amounts().forEach((account, dollars) -> {
            if (account.owner() == owner && !tried(dsl, nested -> charge(nested, account, dollars))) {
                LOG.log(Level.ERROR, "what a " + owner + " spent cannot be stored: " + dollars + " dollars");
            }
        });
    }

    private static void charge(DSLContext dsl, Account account, BigDecimal dollars) {
        dsl.update(AccountTables.table(account.owner()))
                .set(SPEND, SPEND.plus(dollars))
                .where(AccountTables.idColumn(account.owner()).eq(account.id()))
                .execute();
    }

    /** At a savepoint; false when the data would not have it. */
    private static boolean tried(DSLContext dsl, Consumer<DSLContext> work) {
        try {
            dsl.transaction(nested -> work.accept(nested.dsl()));
            return true;
        } catch (DataAccessException e) {
            if (e.sqlStateClass() != SQLStateClass.C22_DATA_EXCEPTION) {
                throw e;
            }
            return false;
        }
    }

    static void read(DSLContext dsl, Owner owner, List<String> ids, BiConsumer<String, Booked> to) {
        Field<String> id = AccountTables.idColumn(owner);
        for (int from = 0; from < ids.size(); from += ACCOUNTS_PER_STATEMENT) {
            dsl.select(id, SPEND, BUDGET_RESET_AT)
                    .from(AccountTables.table(owner))
                    .where(id.in(ids.subList(from, Math.min(ids.size(), from + ACCOUNTS_PER_STATEMENT))))
                    .forEach(row -> to.accept(
                            row.value1(),
                            new Booked(
                                    row.value2(),
                                    row.value3() == null ? null : row.value3().toInstant())));
        }
    }

    /** Nobody is in the books under an id that they cannot hold. */
    static void readOneByOne(DSLContext dsl, Owner owner, List<String> ids, BiConsumer<String, Booked> to) {
        for (String id : ids) {
            boolean _ = tried(dsl, nested -> read(nested, owner, List.of(id), to));
        }
    }

    /** These writers send nothing again. */
    static int takeLeave(DSLContext dsl, Collection<Long> writers) {
        return dsl.deleteFrom(SPEND_WRITERS).where(ID.in(writers)).execute();
    }
}

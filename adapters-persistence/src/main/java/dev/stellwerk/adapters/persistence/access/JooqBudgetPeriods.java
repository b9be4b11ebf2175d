package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;

import dev.stellwerk.adapters.persistence.schema.CustomerTable;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.adapters.persistence.schema.TeamTable;
import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Budget periods in the database. */
final class JooqBudgetPeriods implements BudgetPeriods {
    private final ChangeLog log;

    JooqBudgetPeriods(ChangeLog log) {
        this.log = log;
    }

    @Override
    public void renew(Owner owner, String id, Instant ended, Instant next) {
        switch (owner) {
            case KEY -> renew(KeyTable.KEYS, KeyTable.HASH, new Changed(Kind.KEY, id), ended, next);
            case TEAM -> renew(TeamTable.TEAMS, TeamTable.ID, new Changed(Kind.TEAM, id), ended, next);
            case CUSTOMER ->
                renew(CustomerTable.CUSTOMERS, CustomerTable.ID, new Changed(Kind.CUSTOMER, id), ended, next);
        }
    }

    /** Whoever comes too late forgets the record all the same, as what it knew of it is out of date. */
    private void renew(Table<Record> table, Field<String> id, Changed owner, Instant ended, Instant next) {
        log.changeForCall((dsl, changed) -> {
            changed.add(owner);
            return dsl.update(table)
                    .set(SPEND, BigDecimal.ZERO)
                    .set(BUDGET_RESET_AT, AccountRows.stored(next))
                    .where(id.eq(owner.id()).and(BUDGET_RESET_AT.eq(AccountRows.stored(ended))))
                    .execute();
        });
    }
}

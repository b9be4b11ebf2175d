package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.adapters.persistence.schema.CustomerTable;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.adapters.persistence.schema.TeamTable;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Where the books of each kind of account stand. */
final class AccountTables {
    private AccountTables() {}

    static Table<Record> table(Owner owner) {
        return switch (owner) {
            case KEY -> KeyTable.KEYS;
            case TEAM -> TeamTable.TEAMS;
            case CUSTOMER -> CustomerTable.CUSTOMERS;
        };
    }

    static Field<String> idColumn(Owner owner) {
        return switch (owner) {
            case KEY -> KeyTable.HASH;
            case TEAM -> TeamTable.ID;
            case CUSTOMER -> CustomerTable.ID;
        };
    }

    /** The records that show them. */
    static Kind records(Owner owner) {
        return switch (owner) {
            case KEY -> Kind.KEY;
            case TEAM -> Kind.TEAM;
            case CUSTOMER -> Kind.CUSTOMER;
        };
    }
}

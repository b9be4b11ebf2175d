package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.adapters.persistence.schema.CustomerTable;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.adapters.persistence.schema.TeamTable;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import java.util.Comparator;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Somebody who spends: a key, a team or a customer. In this order rows are locked, so that two writers cannot wait for each other. */
record Account(Kind kind, String id) implements Comparable<Account> {
    static final List<Kind> KINDS = List.of(Kind.KEY, Kind.TEAM, Kind.CUSTOMER);

    private static final Comparator<Account> ORDER =
            Comparator.comparing(Account::kind).thenComparing(Account::id);

    @Override
    public int compareTo(Account other) {
        return ORDER.compare(this, other);
    }

    static Table<Record> table(Kind kind) {
        return switch (kind) {
            case KEY -> KeyTable.KEYS;
            case TEAM -> TeamTable.TEAMS;
            case CUSTOMER -> CustomerTable.CUSTOMERS;
            case EVERYTHING -> throw new IllegalArgumentException("nobody in particular");
        };
    }

    static Field<String> idColumn(Kind kind) {
        return switch (kind) {
            case KEY -> KeyTable.HASH;
            case TEAM -> TeamTable.ID;
            case CUSTOMER -> CustomerTable.ID;
            case EVERYTHING -> throw new IllegalArgumentException("nobody in particular");
        };
    }
}

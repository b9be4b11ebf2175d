package dev.stellwerk.adapters.persistence.schema;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What changed, in the order of the commits, and the counter that gives the order. */
public final class ChangeTable {
    public static final Table<Record> CHANGES = DSL.table(name("stellwerk_change"));
    public static final Table<Record> COUNTER = DSL.table(name("stellwerk_change_counter"));

    public static final Field<Long> REVISION = field(name("revision"), SQLDataType.BIGINT);
    public static final Field<String> KIND = AccountColumns.text("kind");
    public static final Field<String> RECORD_ID = AccountColumns.text("record_id");

    private ChangeTable() {}
}

package dev.stellwerk.adapters.persistence.schema;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Processes that write spend, each with the last batch it wrote. */
public final class SpendWriterTable {
    public static final Table<Record> SPEND_WRITERS = DSL.table(name("stellwerk_spend_writer"));

    public static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    public static final Field<Long> LAST_BATCH = field(name("last_batch"), SQLDataType.BIGINT);
    public static final Field<OffsetDateTime> WRITTEN_AT = AccountColumns.instant("written_at");

    private SpendWriterTable() {}
}

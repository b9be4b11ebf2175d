package dev.stellwerk.adapters.persistence.schema;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.text;

import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Customers, by id. */
public final class CustomerTable {
    public static final Table<Record> CUSTOMERS = DSL.table(DSL.name("stellwerk_end_user"));

    public static final Field<String> ID = text("id");
    public static final Field<String> DEFAULT_MODEL = text("default_model");

    public static final List<Field<?>> COLUMNS = AccountColumns.and(ID, DEFAULT_MODEL);

    private CustomerTable() {}
}

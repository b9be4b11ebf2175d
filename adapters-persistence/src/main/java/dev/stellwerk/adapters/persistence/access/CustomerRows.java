package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.CustomerTable.*;

import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Between a customer and its row. */
final class CustomerRows implements StoredRows<Customer> {
    static final StoredRows<Customer> ROWS = new CustomerRows();

    private CustomerRows() {}

    @Override
    public Table<Record> table() {
        return CUSTOMERS;
    }

    @Override
    public Field<String> id() {
        return ID;
    }

    @Override
    public List<Field<?>> columns() {
        return COLUMNS;
    }

    @Override
    public Kind kind() {
        return Kind.CUSTOMER;
    }

    @Override
    public String id(Customer user) {
        return user.id();
    }

    @Override
    public Version version(Customer user) {
        return user.version();
    }

    @Override
    public Customer withVersion(Customer user, Version version) {
        return user.withVersion(version);
    }

    @Override
    public Map<Field<?>, @Nullable Object> row(Customer user) {
        var row = new LinkedHashMap<Field<?>, @Nullable Object>();
        row.put(ID, user.id());
        row.put(ALIAS, user.alias());
        row.put(REGIONS, AccountRows.stored(user.regions()));
        row.put(DEFAULT_MODEL, user.defaultModel());
        AccountRows.put(row, user.limits());
        AccountRows.put(row, user.budget());
        row.put(BLOCKED, user.blocked());
        row.put(EXTRA, JsonColumns.write(user.extra()));
        row.put(CREATED_AT, AccountRows.stored(user.createdAt()));
        row.put(UPDATED_AT, AccountRows.stored(user.updatedAt()));
        row.put(VERSION, user.version().number());
        return row;
    }

    @Override
    public Customer record(Record row) {
        return new Customer(
                row.get(ID),
                row.get(ALIAS),
                AccountRows.regions(row),
                row.get(DEFAULT_MODEL),
                AccountRows.limits(row),
                AccountRows.budget(row),
                row.get(BLOCKED),
                JsonColumns.metadata(row.get(EXTRA)),
                row.get(CREATED_AT).toInstant(),
                row.get(UPDATED_AT).toInstant(),
                new Version(row.get(VERSION)));
    }
}

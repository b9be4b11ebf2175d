package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.CustomerTable.*;

import dev.stellwerk.domain.access.Customer;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Between a customer and its row. */
final class CustomerRows {
    private CustomerRows() {}

    static Map<Field<?>, @Nullable Object> row(Customer user) {
        var row = new LinkedHashMap<Field<?>, @Nullable Object>();
        row.put(ID, user.id());
        row.put(ALIAS, user.alias());
        row.put(REGIONS, AccountRows.stored(user.regions()));
        row.put(DEFAULT_MODEL, user.defaultModel());
        AccountRows.put(row, user.limits());
        AccountRows.put(row, user.budget());
        row.put(BLOCKED, user.blocked());
        row.put(EXTRA, Json.write(user.extra()));
        row.put(CREATED_AT, AccountRows.stored(user.createdAt()));
        row.put(UPDATED_AT, AccountRows.stored(user.updatedAt()));
        return row;
    }

    static Customer customer(Record row) {
        return new Customer(
                row.get(ID),
                row.get(ALIAS),
                AccountRows.regions(row),
                row.get(DEFAULT_MODEL),
                AccountRows.limits(row),
                AccountRows.budget(row),
                row.get(BLOCKED),
                Json.map(row.get(EXTRA)),
                row.get(CREATED_AT).toInstant(),
                row.get(UPDATED_AT).toInstant());
    }

    static Customer withSpend(Customer user, BigDecimal spend) {
        return new Customer(
                user.id(),
                user.alias(),
                user.regions(),
                user.defaultModel(),
                user.limits(),
                user.budget().withSpend(spend),
                user.blocked(),
                user.extra(),
                user.createdAt(),
                user.updatedAt());
    }
}

package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.KeyTable.*;

import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.BudgetRaise;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Version;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Between a key and its row. */
final class KeyRows implements StoredRows<ApiKey> {
    static final StoredRows<ApiKey> ROWS = new KeyRows();

    /** A raise lies among the fields that are kept, as it did before it had a meaning of its own. */
    private static final String RAISE = "temp_budget_increase";

    private static final String RAISE_UNTIL = "temp_budget_expiry";

    private KeyRows() {}

    @Override
    public Table<Record> table() {
        return KEYS;
    }

    @Override
    public Field<String> id() {
        return HASH;
    }

    @Override
    public List<Field<?>> columns() {
        return COLUMNS;
    }

    @Override
    public Kind kind() {
        return Kind.KEY;
    }

    @Override
    public String id(ApiKey key) {
        return key.hash();
    }

    @Override
    public Version version(ApiKey key) {
        return key.version();
    }

    @Override
    public ApiKey withVersion(ApiKey key, Version version) {
        return key.withVersion(version);
    }

    @Override
    public Map<Field<?>, @Nullable Object> row(ApiKey key) {
        var row = new LinkedHashMap<Field<?>, @Nullable Object>();
        row.put(HASH, key.hash());
        row.put(DISPLAY, key.display());
        row.put(ALIAS, key.alias());
        row.put(TEAM_ID, key.teamId());
        row.put(USER_ID, key.userId());
        row.put(MODELS, JsonColumns.write(key.models()));
        row.put(ALIASES, JsonColumns.write(key.aliases()));
        row.put(ALLOWED_ROUTES, JsonColumns.write(key.allowedRoutes()));
        row.put(REGIONS, AccountRows.stored(key.regions()));
        row.put(METADATA, JsonColumns.write(key.metadata()));
        row.put(ROUTER_SETTINGS, JsonColumns.writeNullable(key.routerSettings()));
        AccountRows.put(row, key.limits());
        AccountRows.put(row, key.budget());
        row.put(BLOCKED, key.blocked());
        row.put(EXPIRES, AccountRows.stored(key.expires()));
        row.put(EXTRA, JsonColumns.write(withRaise(key)));
        row.put(CREATED_BY, key.createdBy());
        row.put(CREATED_AT, AccountRows.stored(key.createdAt()));
        row.put(UPDATED_AT, AccountRows.stored(key.updatedAt()));
        row.put(VERSION, key.version().number());
        return row;
    }

    @Override
    public ApiKey record(Record row) {
        Metadata extra = JsonColumns.metadata(row.get(EXTRA));
        return new ApiKey(
                row.get(HASH),
                row.get(DISPLAY),
                row.get(ALIAS),
                row.get(TEAM_ID),
                row.get(USER_ID),
                JsonColumns.strings(row.get(MODELS)),
                JsonColumns.names(row.get(ALIASES)),
                JsonColumns.strings(row.get(ALLOWED_ROUTES)),
                AccountRows.regions(row),
                JsonColumns.metadata(row.get(METADATA)),
                JsonColumns.nullableMetadata(row.get(ROUTER_SETTINGS)),
                AccountRows.limits(row),
                AccountRows.budget(row),
                raise(extra),
                row.get(BLOCKED),
                AccountRows.nullableInstant(row.get(EXPIRES)),
                extra.without(RAISE).without(RAISE_UNTIL),
                row.get(CREATED_BY),
                row.get(CREATED_AT).toInstant(),
                row.get(UPDATED_AT).toInstant(),
                new Version(row.get(VERSION)));
    }

    private static Metadata withRaise(ApiKey key) {
        BudgetRaise raise = key.raise();
        return raise == null
                ? key.extra()
                : key.extra()
                        .with(RAISE, raise.amount())
                        .with(RAISE_UNTIL, raise.until().toString());
    }

    /** Null also for half a raise or one that never could be read, as the first version kept them. */
    private static @Nullable BudgetRaise raise(Metadata extra) {
        if (!(extra.get(RAISE) instanceof Number amount) || !(extra.get(RAISE_UNTIL) instanceof String until)) {
            return null;
        }
        try {
            return new BudgetRaise(
                    new BigDecimal(amount.toString()),
                    OffsetDateTime.parse(until).toInstant());
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}

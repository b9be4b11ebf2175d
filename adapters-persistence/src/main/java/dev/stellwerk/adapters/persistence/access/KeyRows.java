package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.KeyTable.*;

import dev.stellwerk.domain.access.ApiKey;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Between a key and its row. */
final class KeyRows {
    private KeyRows() {}

    static Map<Field<?>, @Nullable Object> row(ApiKey key) {
        var row = new LinkedHashMap<Field<?>, @Nullable Object>();
        row.put(HASH, key.hash());
        row.put(DISPLAY, key.display());
        row.put(ALIAS, key.alias());
        row.put(TEAM_ID, key.teamId());
        row.put(USER_ID, key.userId());
        row.put(MODELS, Json.write(key.models()));
        row.put(ALIASES, Json.write(key.aliases()));
        row.put(ALLOWED_ROUTES, Json.write(key.allowedRoutes()));
        row.put(REGIONS, AccountRows.stored(key.regions()));
        row.put(METADATA, Json.write(key.metadata()));
        row.put(ROUTER_SETTINGS, Json.writeNullable(key.routerSettings()));
        AccountRows.put(row, key.limits());
        AccountRows.put(row, key.budget());
        row.put(BLOCKED, key.blocked());
        row.put(EXPIRES, AccountRows.stored(key.expires()));
        row.put(EXTRA, Json.write(key.extra()));
        row.put(CREATED_BY, key.createdBy());
        row.put(CREATED_AT, AccountRows.stored(key.createdAt()));
        row.put(UPDATED_AT, AccountRows.stored(key.updatedAt()));
        return row;
    }

    static ApiKey key(Record row) {
        return new ApiKey(
                row.get(HASH),
                row.get(DISPLAY),
                row.get(ALIAS),
                row.get(TEAM_ID),
                row.get(USER_ID),
                Json.strings(row.get(MODELS)),
                Json.names(row.get(ALIASES)),
                Json.strings(row.get(ALLOWED_ROUTES)),
                AccountRows.regions(row),
                Json.map(row.get(METADATA)),
                Json.nullableMap(row.get(ROUTER_SETTINGS)),
                AccountRows.limits(row),
                AccountRows.budget(row),
                row.get(BLOCKED),
                AccountRows.nullableInstant(row.get(EXPIRES)),
                Json.map(row.get(EXTRA)),
                row.get(CREATED_BY),
                row.get(CREATED_AT).toInstant(),
                row.get(UPDATED_AT).toInstant());
    }

    static ApiKey withSpend(ApiKey key, BigDecimal spend) {
        return new ApiKey(
                key.hash(),
                key.display(),
                key.alias(),
                key.teamId(),
                key.userId(),
                key.models(),
                key.aliases(),
                key.allowedRoutes(),
                key.regions(),
                key.metadata(),
                key.routerSettings(),
                key.limits(),
                key.budget().withSpend(spend),
                key.blocked(),
                key.expires(),
                key.extra(),
                key.createdBy(),
                key.createdAt(),
                key.updatedAt());
    }
}

package dev.stellwerk.adapters.persistence.schema;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.instant;
import static dev.stellwerk.adapters.persistence.schema.AccountColumns.text;

import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Virtual keys, by hash. */
public final class KeyTable {
    public static final Table<Record> KEYS = DSL.table(DSL.name("stellwerk_key"));

    public static final Field<String> HASH = text("hash");
    public static final Field<String> DISPLAY = text("display");
    public static final Field<String> TEAM_ID = text("team_id");
    public static final Field<String> USER_ID = text("user_id");
    public static final Field<String> MODELS = text("models");
    public static final Field<String> ALIASES = text("aliases");
    public static final Field<String> ALLOWED_ROUTES = text("allowed_routes");
    public static final Field<String> METADATA = text("metadata");
    public static final Field<String> ROUTER_SETTINGS = text("router_settings");
    public static final Field<OffsetDateTime> EXPIRES = instant("expires");
    public static final Field<String> CREATED_BY = text("created_by");

    public static final List<Field<?>> COLUMNS = AccountColumns.and(
            HASH,
            DISPLAY,
            TEAM_ID,
            USER_ID,
            MODELS,
            ALIASES,
            ALLOWED_ROUTES,
            METADATA,
            ROUTER_SETTINGS,
            EXPIRES,
            CREATED_BY);

    private KeyTable() {}
}

package dev.stellwerk.adapters.persistence.schema;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.text;

import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Teams, by id. */
public final class TeamTable {
    public static final Table<Record> TEAMS = DSL.table(DSL.name("stellwerk_team"));

    public static final Field<String> ID = text("id");
    public static final Field<String> MODELS = text("models");
    public static final Field<String> MODEL_ALIASES = text("model_aliases");
    public static final Field<String> METADATA = text("metadata");
    public static final Field<String> ROUTER_SETTINGS = text("router_settings");

    public static final List<Field<?>> COLUMNS =
            AccountColumns.and(ID, MODELS, MODEL_ALIASES, METADATA, ROUTER_SETTINGS);

    private TeamTable() {}
}

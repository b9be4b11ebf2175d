package dev.stellwerk.adapters.persistence.database;

import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Tampers with the history of the schema. */
final class Migrations {
    private Migrations() {}

    /** As if a later program had been here. */
    static void claim(Database database, String version) {
        entry(database, version, true);
    }

    /** As if a migration had failed halfway. */
    static void failed(Database database, String version) {
        entry(database, version, false);
    }

    /** As if it had been killed after making the history and before writing into it. */
    static void forgetEverything(Database database) {
        database.transaction(dsl -> dsl.deleteFrom(DSL.table(DSL.quotedName(SchemaMigrator.HISTORY)))
                .execute());
    }

    static void forget(Database database) {
        database.transaction(dsl -> dsl.deleteFrom(DSL.table(DSL.quotedName(SchemaMigrator.HISTORY)))
                .where(DSL.field(DSL.quotedName("version"), SQLDataType.VARCHAR).ne("0"))
                .execute());
    }

    /** As if the program had never been here. */
    static void drop(Database database) {
        for (String table : List.of(
                SchemaMigrator.HISTORY,
                "stellwerk_key",
                "stellwerk_team",
                "stellwerk_end_user",
                "stellwerk_spend_writer",
                "stellwerk_change",
                "stellwerk_change_counter")) {
            database.transaction(dsl -> dsl.dropTable(table).execute());
        }
    }

    private static void entry(Database database, String version, boolean success) {
        database.transaction(dsl -> dsl.insertInto(DSL.table(DSL.quotedName(SchemaMigrator.HISTORY)))
                .set(DSL.field(DSL.quotedName("installed_rank"), SQLDataType.INTEGER), 1_000)
                .set(DSL.field(DSL.quotedName("version"), SQLDataType.VARCHAR), version)
                .set(DSL.field(DSL.quotedName("description"), SQLDataType.VARCHAR), "later")
                .set(DSL.field(DSL.quotedName("type"), SQLDataType.VARCHAR), "SQL")
                .set(DSL.field(DSL.quotedName("script"), SQLDataType.VARCHAR), "V" + version + "__later.sql")
                .set(DSL.field(DSL.quotedName("installed_by"), SQLDataType.VARCHAR), "test")
                .set(
                        DSL.field(DSL.quotedName("installed_on"), SQLDataType.TIMESTAMPWITHTIMEZONE),
                        OffsetDateTime.parse("2026-01-01T00:00:00Z"))
                .set(DSL.field(DSL.quotedName("execution_time"), SQLDataType.INTEGER), 1)
                .set(DSL.field(DSL.quotedName("success"), SQLDataType.BOOLEAN), success)
                .execute());
    }
}

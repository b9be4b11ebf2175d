package dev.stellwerk.adapters.persistence.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema up to date. Flyway reads the migrations and keeps its own history; as that takes a good part of a
 * start, it is left out when the history says that there is nothing to do.
 */
final class SchemaMigrator {
    /** The number of the last file in {@code db/migration}. */
    static final int NEWEST = 1;

    static final String HISTORY = "stellwerk_schema_history";
    private static final Table<?> HISTORY_TABLE = DSL.table(DSL.quotedName(HISTORY));
    private static final Field<String> VERSION = DSL.field(DSL.quotedName("version"), SQLDataType.VARCHAR);
    private static final Field<Boolean> SUCCESS = DSL.field(DSL.quotedName("success"), SQLDataType.BOOLEAN);
    private static final Set<String> STATES_OF_MISSING_TABLES = Set.of("42S02", "42S03", "42S04", "42P01");

    private final DataSource source;
    private final SQLDialect dialect;
    private final String database;

    SchemaMigrator(Engine engine) {
        this.source = engine.direct();
        this.dialect = engine.dialect();
        this.database = engine.name();
    }

    /** Repeatable; safe when several instances start at once or one is killed in between. */
    void migrate() throws SQLException {
        History history;
        try (Connection connection = source.getConnection()) {
            history = history(DSL.using(connection, dialect));
        }
        if (history.newest() > NEWEST) {
            throw new DatabaseRefused(database + " has schema version " + history.newest() + ", this program knows "
                    + NEWEST + ": start the newer program again, or restore a backup");
        }
        if (history.newest() < NEWEST || history.failed()) {
            run(history.failed());
        }
    }

    private record History(int newest, boolean failed) {}

    private static History history(DSLContext dsl) {
        List<Record2<@Nullable String, Boolean>> rows;
        try {
            rows = dsl.select(VERSION, SUCCESS).from(HISTORY_TABLE).fetch();
        } catch (DataAccessException e) {
            if (STATES_OF_MISSING_TABLES.contains(e.sqlState())) {
                return new History(0, false);
            }
            throw e;
        }
        int newest = 0;
        boolean failed = false;
        for (Record2<@Nullable String, Boolean> row : rows) {
            String version = row.value1();
            newest = Math.max(newest, version == null ? 0 : Integer.parseInt(version));
            failed |= !row.value2();
        }
        return new History(newest, failed);
    }

    private void run(boolean afterFailure) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .table(HISTORY)
                .baselineOnMigrate(true) // a PostgreSQL database may hold other programs' tables
                .baselineVersion("0")
                .loggers("slf4j");
        Flyway flyway = configuration.load();
        try {
            if (afterFailure) {
                flyway.repair();
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new DatabaseRefused(
                    database + " cannot be brought to schema version " + NEWEST + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }
}

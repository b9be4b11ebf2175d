package dev.stellwerk.adapters.persistence.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings the schema up to date. Flyway reads the migrations and keeps its own history; as that takes a good part of a
 * start, it is left out when the history says that there is nothing to do.
 */
final class SchemaMigrator {
    /** The number of the last file in {@code db/migration}. */
    static final int NEWEST = 2;

    static final String HISTORY = "stellwerk_schema_history";
    private static final String HISTORY_QUERY = "select \"version\", \"success\" from \"" + HISTORY + "\"";
    private static final Set<String> STATES_OF_MISSING_TABLES = Set.of("42S02", "42S03", "42S04", "42P01");

    private final Engine engine;
    private final DataSource source;
    private final String database;

    SchemaMigrator(Engine engine) {
        this.engine = engine;
        this.source = engine.direct();
        this.database = engine.name();
    }

    /** Repeatable; safe when several instances start at once or one is killed in between. */
    void migrate() throws SQLException {
        if (!upToDate(history())) {
            try (Connection turn = source.getConnection()) {
                engine.lockSchema(turn);
                History history = history(); // somebody else may have been faster
                if (!upToDate(history)) {
                    run(history);
                }
            }
        }
    }

    /** Judges the schema and changes nothing. */
    void verify() throws SQLException {
        History history = history();
        if (!upToDate(history)) {
            throw new DatabaseRefused(database + " has schema version " + history.newest() + ", this program needs "
                    + NEWEST + ": start the gateway once, which brings it up to date");
        }
    }

    private boolean upToDate(History history) {
        if (history.newest() > NEWEST) {
            throw new DatabaseRefused(database + " has schema version " + history.newest() + ", this program knows "
                    + NEWEST + ": start the newer program again, or restore a backup");
        }
        if (history.newest() == 0 && !engine.mayBeEmpty()) {
            throw new DatabaseRefused(database + " is damaged, nothing is left in it: restore it from a backup, or move"
                    + " its file away to start empty");
        }
        return history.newest() == NEWEST && !history.failed();
    }

    private record History(boolean begun, int newest, boolean failed) {}

    /** Without jOOQ, which takes as long to load as all the rest of a start. */
    private History history() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(HISTORY_QUERY)) {
            return history(statement.executeQuery());
        } catch (SQLException e) {
            if (STATES_OF_MISSING_TABLES.contains(e.getSQLState())) {
                return new History(false, 0, false);
            }
            throw e;
        }
    }

    private static History history(ResultSet rows) throws SQLException {
        int newest = 0;
        boolean failed = false;
        while (rows.next()) {
            String version = rows.getString(1);
            newest = Math.max(newest, version == null ? 0 : Integer.parseInt(version));
            failed |= !rows.getBoolean(2);
        }
        return new History(true, newest, failed);
    }

    private void run(History history) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .table(HISTORY)
                .baselineOnMigrate(!history.begun()) // a PostgreSQL database may hold other programs' tables
                .baselineVersion("0")
                .loggers("slf4j");
        Flyway flyway = configuration.load();
        try {
            if (history.failed()) {
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

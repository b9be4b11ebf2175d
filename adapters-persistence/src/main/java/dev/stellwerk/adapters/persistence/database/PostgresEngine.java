package dev.stellwerk.adapters.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.DriverDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

/** PostgreSQL, shared by any number of instances. */
final class PostgresEngine implements Engine {
    /** The server ends what takes longer, and what holds a transaction open; the driver ends what the server cannot. */
    private static final String SERVER_BOUNDS = "set statement_timeout = 10000; set lock_timeout = 5000;"
            + " set idle_in_transaction_session_timeout = 10000";

    /** Any number will do that no other program uses. */
    private static final String MIGRATION_LOCK = "select pg_advisory_xact_lock(5378365745218911)";

    private static final int SOCKET_SECONDS_MAX = 12;
    private static final int CONNECT_SECONDS_MAX = 5;
    private static final int POOL_WAIT_MILLIS_MAX = 250;
    private static final int MIGRATION_SECONDS_MAX = 1_800;

    private final PostgresUrl url;
    private final int poolSize;
    private final boolean readOnly;

    PostgresEngine(PostgresUrl url, int poolSize) {
        this(url, poolSize, false);
    }

    /** The same database, to be looked at only. */
    static PostgresEngine toRead(PostgresUrl url) {
        return new PostgresEngine(url, 2, true);
    }

    private PostgresEngine(PostgresUrl url, int poolSize, boolean readOnly) {
        this.readOnly = readOnly;
        this.url = url;
        this.poolSize = Math.max(2, poolSize); // one is for upkeep
    }

    @Override
    public String name() {
        return "PostgreSQL at " + url;
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public DataSource direct() {
        Properties properties = properties();
        properties.setProperty("socketTimeout", Integer.toString(MIGRATION_SECONDS_MAX));
        return new DriverDataSource(url.jdbcUrl(), null, properties, url.user(), url.password());
    }

    @Override
    public HikariConfig pool() {
        var pool = new HikariConfig();
        pool.setJdbcUrl(url.jdbcUrl());
        pool.setUsername(url.user());
        pool.setPassword(url.password());
        pool.setDataSourceProperties(properties());
        pool.setMaximumPoolSize(poolSize);
        pool.setMinimumIdle(Math.min(2, poolSize));
        pool.setConnectionTimeout(POOL_WAIT_MILLIS_MAX);
        pool.setValidationTimeout(POOL_WAIT_MILLIS_MAX);
        pool.setInitializationFailTimeout(-1); // the gateway starts while the database is still away
        pool.setConnectionInitSql(SERVER_BOUNDS);
        pool.setReadOnly(readOnly);
        return pool;
    }

    /**
     * Flyway locks its history table, but not the making of it. The lock is one of the transaction, as those of
     * sessions outlast it behind a connection pooler.
     */
    @Override
    public void lockSchema(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(MIGRATION_LOCK);
        }
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS_MAX));
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS_MAX));
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_SECONDS_MAX));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "stellwerk");
        properties.putAll(url.parameters());
        properties.setProperty("logServerErrorDetail", "false"); // details repeat values, and messages reach logs
        return properties;
    }

    @Override
    public Optional<DatabaseRefused> refusal(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return switch (state) {
            case "28P01", "28000" -> refused("refused the user name or password", failure);
            case "3D000" -> refused("has no such database", failure);
            case "42501" -> refused("does not let the user create tables", failure);
            default -> Optional.empty();
        };
    }

    private Optional<DatabaseRefused> refused(String problem, SQLException failure) {
        return Optional.of(new DatabaseRefused(name() + " " + problem + ": " + firstLine(failure), failure));
    }

    static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}

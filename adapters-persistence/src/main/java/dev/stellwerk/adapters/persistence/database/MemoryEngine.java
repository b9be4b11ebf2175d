package dev.stellwerk.adapters.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jooq.SQLDialect;

/** H2 in this process without a file: for those who ask about keys and customers where there are none. */
final class MemoryEngine implements Engine {
    private static final AtomicLong OPENED = new AtomicLong();
    private static final int CONNECTIONS = 2;

    private final String url = "jdbc:h2:mem:stellwerk-" + OPENED.incrementAndGet() + ";DB_CLOSE_DELAY=-1";

    @Override
    public String name() {
        return "the empty database in memory";
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.H2;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public DataSource direct() {
        var source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("stellwerk");
        source.setPassword("");
        return source;
    }

    @Override
    public HikariConfig pool() {
        var pool = new HikariConfig();
        pool.setDataSource(direct());
        pool.setMaximumPoolSize(CONNECTIONS);
        return pool;
    }

    @Override
    public void shutDown() {
        try (Connection connection = direct().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            System.getLogger(MemoryEngine.class.getName())
                    .log(System.Logger.Level.WARNING, name() + " could not be closed in order", e);
        }
    }

    @Override
    public Optional<DatabaseRefused> refusal(SQLException failure) {
        return Optional.of(new DatabaseRefused(name() + " cannot be opened: " + failure.getMessage(), failure));
    }
}

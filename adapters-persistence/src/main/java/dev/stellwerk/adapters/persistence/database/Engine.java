package dev.stellwerk.adapters.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

/** Where H2 and PostgreSQL differ. */
interface Engine {
    /** For operators: which database this is, without secrets. */
    String name();

    SQLDialect dialect();

    /** Whether other processes may change the same records. */
    boolean shared();

    /** Whether it is only looked at: its schema is then judged, not brought up to date. */
    default boolean readOnly() {
        return false;
    }

    /** Connections outside the pool, for opening the database and bringing its schema up to date. */
    DataSource direct();

    /** The pool as this database wants it. */
    HikariConfig pool();

    /** Looks after what must be in order before and after the database is opened. */
    default void beforeOpen() {}

    default void afterOpen() {}

    /** Whether it is in order that the database holds nothing at all. */
    default boolean mayBeEmpty() {
        return true;
    }

    /** Waits until no other process is bringing the schema up to date; holds for as long as the connection lives. */
    default void lockSchema(Connection connection) throws SQLException {}

    /** Makes what was committed survive a power cut. */
    default void sync(Connection connection) throws SQLException {}

    /** Ends the database, if that is ours to do. */
    default void shutDown() {}

    /** Why there is no point in trying again; empty when the database is only away. */
    Optional<DatabaseRefused> refusal(SQLException failure);
}

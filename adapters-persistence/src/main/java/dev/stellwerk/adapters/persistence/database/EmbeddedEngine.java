package dev.stellwerk.adapters.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jooq.SQLDialect;

/** H2 in this process, with its file in the data directory. */
final class EmbeddedEngine implements Engine {
    private static final String NAME = "stellwerk";
    private static final String FILE_SUFFIX = ".mv.db";
    private static final int CONNECTIONS = 5;
    private static final int POOL_WAIT_MILLIS_MAX = 1_000;

    /**
     * Without a delay a commit survives the end of the process; the asynchronous file access survives interrupts; trace
     * files would hold data; the end of the process is ours to order; and of two equal questions in one transaction the
     * second is answered anew. The retention keeps its default: a shorter one can lose a change at a kill.
     */
    private static final String SETTINGS = ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0"
            + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000;QUERY_TIMEOUT=10000"
            + ";OPTIMIZE_REUSE_RESULTS=0";

    /** For looking only. */
    private static final String READ_ONLY = ";ACCESS_MODE_DATA=r;FORBID_CREATION=TRUE";

    /** How the records of a file get into another; spelt out in {@code docs/operating.md}. */
    private static final String MOVE = "write its content with H2 2.5.252 (SCRIPT TO 'records.sql'), read it with"
            + " H2 2.4.240 into a new file (RUNSCRIPT FROM 'records.sql'): docs/operating.md, 'A file that cannot be"
            + " read'.";

    private final Path directory;
    private final boolean readOnly;
    private final Path file;
    private final String url;

    /** Lies beside the file until its first schema is made, so that a file found empty later is known to be damaged. */
    private final Path unfinished;

    private final Lock syncing = new ReentrantLock();
    private final AtomicLong syncsWanted = new AtomicLong();
    private long syncsDone;

    EmbeddedEngine(Path directory) {
        this(directory, "async:");
    }

    /** The database that lies in the directory, to be looked at only: nothing is made, written or tidied up. */
    static EmbeddedEngine toRead(Path directory) {
        return new EmbeddedEngine(directory, "async:", true);
    }

    /** @param fileSystem H2's name for the way to reach the file */
    EmbeddedEngine(Path directory, String fileSystem) {
        this(directory, fileSystem, false);
    }

    private EmbeddedEngine(Path directory, String fileSystem, boolean readOnly) {
        this.readOnly = readOnly;
        this.directory = directory.toAbsolutePath().normalize();
        if (this.directory.toString().indexOf(';') >= 0) {
            throw new DatabaseRefused("the data directory " + this.directory + " must not have a ';' in its name");
        }
        this.file = this.directory.resolve(NAME + FILE_SUFFIX);
        this.unfinished = this.directory.resolve(NAME + ".new");
        this.url = "jdbc:h2:" + fileSystem + this.directory.resolve(NAME) + SETTINGS + (readOnly ? READ_ONLY : "");
    }

    @Override
    public String name() {
        return "the embedded database in " + directory;
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
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public DataSource direct() {
        return source(url);
    }

    @Override
    public HikariConfig pool() {
        var pool = new HikariConfig();
        pool.setDataSource(source(
                readOnly
                        ? url
                        : url + ";FORBID_CREATION=TRUE")); // a file that vanishes is not replaced by an empty one
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(POOL_WAIT_MILLIS_MAX);
        pool.setValidationTimeout(POOL_WAIT_MILLIS_MAX);
        pool.setInitializationFailTimeout(-1);
        pool.setMaxLifetime(0);
        pool.setExceptionOverride(new ClosedConnections());
        return pool;
    }

    private static DataSource source(String url) {
        var source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("stellwerk");
        source.setPassword("");
        return source;
    }

    @Override
    public void beforeOpen() {
        if (readOnly) {
            if (!Files.exists(file)) {
                throw new DatabaseRefused("there is no database in " + directory);
            }
            return;
        }
        PrivateFiles.prepare(directory);
        if (!Files.exists(file)) {
            PrivateFiles.create(unfinished);
        }
    }

    @Override
    public boolean mayBeEmpty() {
        return Files.exists(unfinished);
    }

    @Override
    public void afterOpen() {
        if (!readOnly) {
            PrivateFiles.close(file);
            PrivateFiles.remove(unfinished);
        }
    }

    /** One flush to the disk serves all who asked before it began. */
    @Override
    public void sync(Connection connection) throws SQLException {
        long mine = syncsWanted.incrementAndGet();
        syncing.lock();
        try {
            if (syncsDone < mine) {
                long all = syncsWanted.get();
                execute(connection, "CHECKPOINT SYNC");
                syncsDone = all;
            }
        } finally {
            syncing.unlock();
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Override
    public void shutDown() {
        try (var connection = direct().getConnection()) {
            execute(connection, "SHUTDOWN");
        } catch (SQLException e) {
            System.getLogger(EmbeddedEngine.class.getName())
                    .log(System.Logger.Level.WARNING, name() + " could not be closed in order", e);
        }
    }

    /** A file in this process is either usable or it is not: waiting for it to come back makes no sense at start. */
    @Override
    public Optional<DatabaseRefused> refusal(SQLException failure) {
        return Optional.of(new DatabaseRefused(problem(failure), failure));
    }

    private static Exception rootOf(Exception failure) {
        return failure.getCause() instanceof Exception cause ? rootOf(cause) : failure;
    }

    private String problem(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                name()
                        + " is in use by another process: stop that one, or give this one a directory of its own (--data)";
            case ErrorCode.FILE_VERSION_ERROR_1 -> file + " was written by another version of H2: " + MOVE;
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.GENERAL_ERROR_1 ->
                file
                        + " cannot be read: it is damaged, or was written by H2 2.5.252 as earlier versions of this program"
                        + " brought along. In the latter case " + MOVE + " Otherwise restore it from a backup, or"
                        + " move it away to start empty";
            case ErrorCode.WRONG_USER_OR_PASSWORD ->
                file + " belongs to another program: give this one a directory of" + " its own (--data)";
            default -> name() + " cannot be opened: " + PostgresEngine.firstLine(rootOf(failure));
        };
    }
}

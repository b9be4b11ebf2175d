package dev.stellwerk.adapters.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.time.Time;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The one database. Work runs on its own threads, callers wait for a bounded time; whatever keeps the database from
 * answering becomes {@link StoreUnavailable}.
 */
public final class Database implements Readiness, AutoCloseable {
    /** For a connection (250 ms) and a statement (1 s). */
    private static final long LOOK_MILLIS_MAX = 1_250;

    private static final long START_MILLIS_MAX = 15_000;
    private static final long MANAGEMENT_MILLIS_MAX = 12_000;
    private static final long READINESS_MILLIS_MAX = 500;
    private static final int LOOK_SECONDS_MAX = 1;
    private static final int TRIES_MAX = 3;

    private static final long CHECK_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String UNIQUE_VIOLATION = "23505";

    private final Engine engine;
    private final Time time;
    private final Availability availability;
    private final DatabaseThreads threads;
    private final CompletableFuture<Access> access;
    private volatile CompletableFuture<?> start;
    private volatile boolean open;
    private volatile @Nullable Checked checked;

    private Database(Engine engine, Time time, ThreadFactory factory) {
        this.engine = engine;
        this.time = time;
        this.availability = new Availability(engine.name(), time);
        HikariConfig settings = engine.pool();
        settings.setPoolName("stellwerk");
        settings.setThreadFactory(factory);
        this.threads = new DatabaseThreads(engine.name(), Math.max(1, settings.getMaximumPoolSize() - 1), factory);
        this.access =
                threads.submit(() -> Access.to(engine, settings)); // half a start's time: beside all the rest of it
        this.start = access;
    }

    /** The pool and the ways to use it. */
    private record Access(HikariDataSource pool, DSLContext managing, DSLContext looking) {
        static Access to(Engine engine, HikariConfig poolSettings) {
            var pool = new HikariDataSource(poolSettings);
            DSLContext managing = DSL.using(pool, engine.dialect(), settings());
            DSLContext looking = engine.shared()
                    ? DSL.using(pool, engine.dialect(), settings().withQueryTimeout(LOOK_SECONDS_MAX))
                    : managing;
            return new Access(pool, managing, looking);
        }
    }

    private static Settings settings() {
        return new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withExecuteLogging(false) // statements are logged with their values otherwise
                .withFetchWarnings(false);
    }

    /** Opens H2 in the directory, which is made if it is missing. */
    public static Database embedded(Path directory, Time time, ThreadFactory threads) {
        return open(new EmbeddedEngine(directory), time, threads);
    }

    /** Opens PostgreSQL; when it is away, {@link #reopen} succeeds later. */
    public static Database postgres(String url, int poolSize, Time time, ThreadFactory threads) {
        return open(new PostgresEngine(PostgresUrl.parse(url), poolSize), time, threads);
    }

    /** Opens what lies in the directory, to be looked at only. */
    public static Database embeddedToRead(Path directory, Time time, ThreadFactory threads) {
        return open(EmbeddedEngine.toRead(directory), time, threads);
    }

    /** Opens PostgreSQL, to be looked at only. */
    public static Database postgresToRead(String url, Time time, ThreadFactory threads) {
        return open(PostgresEngine.toRead(PostgresUrl.parse(url)), time, threads);
    }

    /** Opens a database that holds nothing, lies nowhere and is gone when it is closed. */
    public static Database empty(Time time, ThreadFactory threads) {
        return open(new MemoryEngine(), time, threads);
    }

    static Database open(Engine engine, Time time, ThreadFactory threads) {
        engine.beforeOpen();
        Optional<SQLException> problem = prepare(engine); // before the pool, which may not make H2's file
        var database = new Database(engine, time, threads);
        problem.ifPresentOrElse(database.availability::failed, database::opened);
        return database;
    }

    /** Brings the schema up to date, or judges it; answers what is wrong when that may pass. */
    private static Optional<SQLException> prepare(Engine engine) {
        try {
            var schema = new SchemaMigrator(engine);
            if (engine.readOnly()) {
                schema.verify();
            } else {
                schema.migrate();
            }
            return Optional.empty();
        } catch (SQLException e) {
            engine.refusal(e).ifPresent(refused -> {
                throw refused;
            });
            return Optional.of(e);
        }
    }

    private void opened() {
        engine.afterOpen();
        open = true;
        availability.answered();
    }

    /** Tries to open what was away so far. */
    public void reopen() {
        if (open) {
            return;
        }
        try {
            prepare(engine).ifPresentOrElse(availability::failed, this::opened);
        } catch (DatabaseRefused e) {
            availability.failed(e); // at start this would have been final; now somebody may set it right
        }
    }

    /** Whether other processes may change the same records. */
    public boolean shared() {
        return engine.shared();
    }

    /** One look on behalf of a model call, from any thread; fails at once while the database is known to be away. */
    public <T> CompletableFuture<T> look(Function<DSLContext, T> work) {
        if (availability.resting()) {
            return CompletableFuture.failedFuture(availability.unavailable());
        }
        return threads.submit(() -> guarded(() -> work.apply(access.join().looking())));
    }

    /** Runs a query that later ones resemble, so that they need not wait for classes to be loaded. */
    public void warmUp(Function<DSLContext, ?> query) {
        start = look(query).handle((_, _) -> true);
    }

    /** Waits for what a look leads to, for a bounded time. */
    public <T> T await(CompletableFuture<T> asked) {
        return await(asked, LOOK_MILLIS_MAX);
    }

    /** A look on behalf of a management request. */
    public <T> T read(Function<DSLContext, T> work) {
        return manage(
                threads.submit(() -> guarded(() -> work.apply(access.join().managing()))));
    }

    /**
     * A management change: all or nothing, and safe from a power cut once this returns.
     *
     * @param afterwards runs in any case, before the caller knows; is told whether the change was made for certain
     * @throws AlreadyTaken when it breaks a unique index
     */
    public <T> T change(Function<DSLContext, T> work, Consumer<Boolean> afterwards) {
        return manage(threads.submit(() -> changeNow(work, afterwards)));
    }

    /** A change on behalf of a model call, which waits no longer than for a look. */
    public <T> T changeForCall(Function<DSLContext, T> work, Consumer<Boolean> afterwards) {
        return await(threads.submit(() -> changeNow(work, afterwards)));
    }

    private <T> T manage(CompletableFuture<T> asked) {
        try {
            return await(asked, MANAGEMENT_MILLIS_MAX);
        } finally {
            asked.cancel(false); // what nobody waits for any longer need not begin
        }
    }

    private <T> T changeNow(Function<DSLContext, T> work, Consumer<Boolean> afterwards) {
        boolean made = false;
        try {
            T result = transaction(work);
            made = true;
            guarded(() -> sync());
            return result;
        } finally {
            afterwards.accept(made);
        }
    }

    private boolean sync() {
        access.join().managing().connection(engine::sync);
        return true;
    }

    /** All or nothing, on the caller's own thread, which nobody may interrupt. Survives the end of the process. */
    public <T> T transaction(Function<DSLContext, T> work) {
        return guarded(() -> {
            for (int tries = 1; ; tries++) {
                try {
                    return access.join().managing().transactionResult(configuration -> work.apply(configuration.dsl()));
                } catch (DataAccessException e) {
                    if (tries == TRIES_MAX || e.sqlStateClass() != SQLStateClass.C40_TRANSACTION_ROLLBACK) {
                        throw e;
                    }
                }
            }
        });
    }

    private <T> T guarded(Supplier<T> work) {
        if (!open) {
            throw availability.unavailable();
        }
        try {
            T result = work.get();
            availability.answered();
            return result;
        } catch (DataAccessException e) {
            throw translated(e);
        }
    }

    private RuntimeException translated(DataAccessException failure) {
        if (UNIQUE_VIOLATION.equals(failure.sqlState())) {
            return new AlreadyTaken();
        }
        if (failure.sqlStateClass() == SQLStateClass.C22_DATA_EXCEPTION) {
            return new InvalidValue("record", "...", "holds a value that cannot be stored");
        }
        SQLException cause = cause(failure);
        availability.failed(cause);
        return new StoreUnavailable(engine.name(), cause);
    }

    private static SQLException cause(DataAccessException failure) {
        SQLException cause = failure.getCause(SQLException.class);
        return cause == null ? new SQLException(failure) : cause;
    }

    private <T> T await(CompletableFuture<T> asked, long millisMax) {
        try {
            if (!start.isDone()) {
                start.get(START_MILLIS_MAX, TimeUnit.MILLISECONDS);
            }
            return asked.get(millisMax, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (TimeoutException e) {
            availability.failed(new SQLTransientConnectionException("no answer within " + millisMax + " ms"));
            throw new StoreUnavailable(engine.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable(engine.name(), e);
        }
    }

    private RuntimeException unwrapped(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException known -> known;
            case null, default -> new IllegalStateException(failure);
        };
    }

    /** Asks the database at most once a second. */
    @Override
    public Result check() {
        Checked last = checked;
        if (last == null || time.nanos() - last.at() > CHECK_LIFE_NANOS) {
            last = new Checked(ask(), time.nanos());
            checked = last;
        }
        return last.result();
    }

    private Result ask() {
        try {
            await(look(looking -> looking.selectOne().fetch().size()), READINESS_MILLIS_MAX);
            return new Result.Ready();
        } catch (RuntimeException e) {
            return new Result.NotReady(availability.problem());
        }
    }

    private record Checked(Result result, long at) {}

    @Override
    public void close() {
        threads.close();
        access.join().pool().close();
        engine.shutDown();
    }
}

package dev.stellwerk.adapters.persistence.database;

import dev.stellwerk.adapters.persistence.schema.ChangeTable;
import dev.stellwerk.adapters.persistence.schema.CustomerTable;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.adapters.persistence.schema.SpendWriterTable;
import dev.stellwerk.adapters.persistence.schema.TeamTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real database for the tests of one class, emptied before each of them. */
public final class TestDatabase implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final List<Table<Record>> TABLES = List.of(
            KeyTable.KEYS,
            TeamTable.TEAMS,
            CustomerTable.CUSTOMERS,
            SpendWriterTable.SPEND_WRITERS,
            ChangeTable.CHANGES);

    private final Supplier<Database> opening;
    private final Runnable tidying;
    private Database database;

    private TestDatabase(Supplier<Database> opening, Runnable tidying) {
        this.opening = opening;
        this.tidying = tidying;
    }

    public static TestDatabase h2() {
        Path folder = temporaryFolder();
        return new TestDatabase(() -> embedded(folder), () -> remove(folder));
    }

    public static TestDatabase postgres() {
        return new TestDatabase(() -> postgres(RealPostgres.freshDatabase()), () -> {});
    }

    public static Database embedded(Path folder) {
        return Database.embedded(folder, new RunningTime(), TestThreads.FACTORY);
    }

    public static Database postgres(String url) {
        return Database.postgres(url, 6, new RunningTime(), TestThreads.FACTORY);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("stellwerk-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Database get() {
        return database;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        database = opening.get();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database.transaction(dsl -> TABLES.stream()
                .mapToInt(table -> dsl.deleteFrom(table).execute())
                .sum());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        database.close();
        tidying.run();
    }
}

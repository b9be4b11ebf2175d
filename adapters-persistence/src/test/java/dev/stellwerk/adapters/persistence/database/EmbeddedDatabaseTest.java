package dev.stellwerk.adapters.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.Readiness.Result;
import dev.stellwerk.application.port.out.Records;
import dev.stellwerk.application.port.out.StoreUnavailable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedDatabaseTest {
    @TempDir
    Path folder;

    private Path data;
    private Path file;

    @BeforeEach
    void name() {
        data = folder.resolve("below").resolve("data");
        file = data.resolve("stellwerk.mv.db");
    }

    private Database open() {
        return TestDatabase.embedded(data);
    }

    private void fill() {
        try (Database database = open()) {
            assertThat(Stores.access(database).keys().add(Records.key("h"))).isTrue();
        }
    }

    @Test
    void what_was_stored_is_there_after_a_restart() {
        fill();

        try (Database database = open()) {
            assertThat(Stores.access(database).keys().find("h")).contains(Records.key("h"));
            assertThat(database.check()).isInstanceOf(Result.Ready.class);
        }
    }

    @Tag("S58")
    @Test
    void its_files_are_private() throws IOException {
        try (Database database = open()) {
            assertThat(database.check()).isInstanceOf(Result.Ready.class);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(data)) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Tag("S88")
    @Test
    void a_second_process_is_told_that_the_first_is_there() throws Exception {
        Process other = ChildProcess.start(HoldingDatabase.class, data);
        try {
            assertThat(ChildProcess.lines(other)).contains("open");

            assertThatThrownBy(this::open)
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use by another process")
                    .message()
                    .doesNotContain("\n");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Tag("S88")
    @Test
    void a_damaged_file_is_refused_and_left_alone() throws IOException {
        fill();
        byte[] garbage = new byte[Math.toIntExact(Files.size(file))];
        Arrays.fill(garbage, (byte) 'x');
        Files.write(file, garbage);

        assertThatThrownBy(this::open)
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining(file + " is damaged")
                .hasMessageContaining("restore");
        assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
    }

    @Tag("S88")
    @ParameterizedTest
    @ValueSource(longs = {0, 100, 4_096, 10_000})
    void a_file_that_was_cut_off_is_refused_and_never_taken_for_a_new_one(long length) throws IOException {
        fill();
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            assertThat(access.length()).isGreaterThan(length);
            access.setLength(length);
        }

        assertThatThrownBy(this::open).isInstanceOf(DatabaseRefused.class).hasMessageContaining(data.toString());
    }

    @Tag("S95")
    @Test
    void a_first_start_that_was_killed_is_taken_up_again() throws IOException {
        Files.createDirectories(data);
        Files.createFile(data.resolve("stellwerk.new"));
        Files.createFile(file);

        fill();

        assertThat(data.resolve("stellwerk.new")).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Files.writeString(folder.resolve("below"), "a file");

        assertThatThrownBy(this::open)
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("cannot be made");
    }

    @Test
    void a_name_that_would_change_the_settings_is_refused() {
        data = folder.resolve("x;INIT=RUNSCRIPT FROM 'y'");

        assertThatThrownBy(this::open).isInstanceOf(DatabaseRefused.class).hasMessageContaining("';'");
    }

    @Tag("S84")
    @Test
    void a_newer_schema_is_refused() {
        try (Database database = open()) {
            Migrations.claim(database, "999");
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("schema version 999")
                .hasMessageContaining("newer program");
    }

    @Tag("S84")
    @Test
    void a_migration_that_was_killed_or_failed_halfway_is_repeated() throws IOException {
        fill();
        try (Database database = open()) {
            Migrations.forget(database);
        }
        Files.createFile(data.resolve("stellwerk.new"));
        try (Database database = open()) {
            assertThat(Stores.access(database).keys().find("h")).isPresent();
            Migrations.forget(database);
            Migrations.failed(database, "1");
        }

        try (Database database = open()) {
            assertThat(Stores.access(database).keys().find("h")).isPresent();
        }
    }

    @Tag("S89")
    @Test
    void interrupted_callers_take_nothing_down() throws Exception {
        try (Database database = open()) {
            var store = Stores.access(database);
            var acknowledged = new AtomicInteger();
            var callers = new ArrayList<Thread>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                callers.add(Thread.startVirtualThread(() -> {
                    for (int j = 0; j < 20; j++) {
                        acknowledged.addAndGet(added(store, number + "-" + j));
                    }
                }));
            }
            for (int round = 0; round < 10; round++) {
                callers.forEach(Thread::interrupt);
                Thread.onSpinWait();
            }
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(store.keys().add(Records.key("after"))).isTrue();
            assertThat(store.keys()
                            .list(new KeyDirectory.Filter(null, null, null, null), 1, 1)
                            .total())
                    .isGreaterThanOrEqualTo(acknowledged.get() + 1);
        }
    }

    private static int added(AccessStore store, String hash) {
        try {
            return store.keys().add(Records.key(hash)) ? 1 : 0;
        } catch (StoreUnavailable e) {
            assertThat(Thread.interrupted())
                    .as("only who was interrupted gives up")
                    .isTrue();
            return 0;
        }
    }

    @Tag("S88")
    @Test
    void a_file_that_vanishes_is_not_replaced_by_an_empty_one() throws Exception {
        try (Database database = open()) {
            Stores.access(database).keys().add(Records.key("h"));
        }
        Files.move(file, folder.resolve("elsewhere"));
        var pool = new EmbeddedEngine(data).pool();

        assertThatThrownBy(() -> pool.getDataSource().getConnection()).hasMessageContaining("not found");
        assertThat(file).doesNotExist();
    }

    @Tag("S95")
    @Test
    void a_killed_process_leaves_no_trap_and_loses_nothing_it_promised() throws Exception {
        Process writer = ChildProcess.start(WritingKeys.class, data);
        Set<String> promised = new LinkedHashSet<>();
        try (var lines = writer.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                promised.add(line);
                if (promised.size() == 150) {
                    writer.toHandle().destroyForcibly(); // its pipe stays open, so that every promise is read
                }
            }
        }
        writer.waitFor();

        assertThat(promised.size()).isGreaterThanOrEqualTo(150);
        try (Database database = open()) {
            var keys = Stores.access(database).keys();
            assertThat(promised).allSatisfy(hash -> assertThat(keys.find(hash)).isPresent());
        }
    }

    @Test
    void after_it_was_closed_it_says_so() throws Exception {
        Database database = open();
        database.close();
        var store = Stores.access(database);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> find = threads.submit(() -> store.keys().find("h"));
            assertThatThrownBy(find::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreUnavailable.class);
        }
    }
}

package dev.stellwerk.adapters.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.application.port.out.Readiness.Result;
import dev.stellwerk.application.port.out.Records;
import dev.stellwerk.application.port.out.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Tag("S87")
    @Test
    void a_full_disk_is_survived() {
        FullDisk.install();
        var engine = new EmbeddedEngine(data, "full:async:");
        try (Database database = Database.open(engine, new RunningTime(), TestThreads.FACTORY)) {
            AccessStore store = Stores.access(database);
            store.keys().add(Records.key("h"));
            store.keys().find("h");

            FullDisk.full(true);
            assertThatThrownBy(() -> store.keys().add(Records.key("refused"))).isInstanceOf(StoreUnavailable.class);
            assertThat(store.keys().find("h")).isPresent();

            FullDisk.full(false);
            Await.until("there is room again", Duration.ofSeconds(10), () -> added(store, "later"));
        }
        try (Database database = openOnceFree()) {
            assertThat(Stores.access(database).keys().find("h")).isPresent();
            assertThat(Stores.access(database).keys().find("later")).isPresent();
        }
    }

    /** The engine lets go of a file it had trouble with a moment after the pool was closed. */
    private Database openOnceFree() {
        var opened = new AtomicReference<Database>();
        Await.until("the file is free", Duration.ofSeconds(10), () -> {
            try {
                opened.set(open());
                return true;
            } catch (DatabaseRefused inUse) {
                return false;
            }
        });
        return opened.get();
    }

    @Tag("S89")
    @Test
    void interrupted_callers_take_nothing_down() throws Exception {
        try (Database database = open()) {
            var store = Stores.access(database);
            Set<String> promised = ConcurrentHashMap.newKeySet();
            var gaveUp = new AtomicInteger();
            var callers = new ArrayList<Thread>();
            var undisturbed = new CountDownLatch(20); // however fast the interrupts come, something was promised before
            for (int i = 0; i < 20; i++) {
                int number = i;
                callers.add(Thread.startVirtualThread(() -> {
                    for (int j = 0; j < 20; j++) {
                        String hash = number + "-" + j;
                        if (added(store, hash)) {
                            promised.add(hash);
                        } else {
                            gaveUp.incrementAndGet();
                        }
                        undisturbed.countDown();
                    }
                }));
            }
            assertThat(undisturbed.await(60, TimeUnit.SECONDS)).isTrue();
            Await.until("all are through", Duration.ofSeconds(60), () -> {
                callers.forEach(Thread::interrupt);
                return callers.stream().noneMatch(Thread::isAlive);
            });

            assertThat(gaveUp).hasPositiveValue();
            assertThat(store.keys().add(Records.key("after"))).isTrue();
            assertThat(promised)
                    .isNotEmpty()
                    .allSatisfy(hash -> assertThat(store.keys().find(hash)).isPresent());
        }
    }

    private static boolean added(AccessStore store, String hash) {
        try {
            return store.keys().add(Records.key(hash));
        } catch (StoreUnavailable e) {
            Thread.interrupted(); // the next attempt begins afresh
            return false;
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

package dev.stellwerk.adapters.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.application.port.out.Records;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start finds, and refuses. */
class EmbeddedStartTest {
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
                .hasMessageContaining(file + " cannot be read: it is damaged")
                .hasMessageContaining("restore")
                .hasMessageContaining("SCRIPT TO")
                .hasMessageContaining("RUNSCRIPT FROM")
                .message()
                .doesNotContain("\n");
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
}

package dev.stellwerk.adapters.persistence.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.persistence.database.FullDisk;
import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendJournalTest {
    @TempDir
    Path folder;

    private SpendJournal journal;

    @BeforeEach
    void open() {
        journal = new SpendJournal(folder);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private SpendJournal next() {
        journal.close();
        journal = new SpendJournal(folder);
        return journal;
    }

    private static Batch batch(long writer, long number) {
        return new Batch(
                writer,
                number,
                new TreeMap<>(Map.of(
                        new Account(Owner.KEY, "k"), new BigDecimal("0.100000000000000001"),
                        new Account(Owner.CUSTOMER, "a b\n\"ü\""), new BigDecimal("2E+3"))));
    }

    @Test
    void what_was_kept_is_recovered_exactly() {
        journal.keep(batch(7, 1));
        journal.keep(batch(8, 2));

        assertThat(next().recover()).containsExactly(batch(7, 1), batch(8, 2));
    }

    @Test
    void what_was_cleared_does_not_come_back() {
        journal.keep(batch(7, 1));
        next().recover();
        journal.keep(batch(7, 2));
        journal.clear();

        assertThat(next().recover()).isEmpty();
    }

    @Test
    void a_line_that_was_cut_off_is_left_out() throws IOException {
        journal.keep(batch(7, 1));
        journal.keep(batch(7, 2));
        Path file = folder.resolve("spend-1.journal");
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut < whole.length / 2; cut += 7) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut - 1), StandardOpenOption.TRUNCATE_EXISTING);

            assertThat(next().recover()).as("without the last " + cut).containsExactly(batch(7, 1));
        }
    }

    @Test
    void each_gateway_has_a_file_of_its_own_and_leaves_those_of_the_living_alone() {
        journal.keep(batch(7, 1));
        try (var other = new SpendJournal(folder)) {
            assertThat(other.recover()).isEmpty();
            other.keep(batch(8, 1));
        }

        assertThat(next().recover()).containsExactly(batch(7, 1), batch(8, 1));
    }

    @Test
    void without_a_folder_there_is_nothing_to_recover() {
        try (var nowhere = new SpendJournal(folder.resolve("missing"))) {
            assertThat(nowhere.recover()).isEmpty();
        }
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void an_old_gateway_wrote_the_kinds_of_accounts_as_this_one_does() {
        String line = new String(JournalLine.of(batch(7, 1)), StandardCharsets.UTF_8);

        assertThat(line).contains("\"kind\":\"KEY\"").contains("\"kind\":\"END_USER\"");
        assertThat(JournalLine.read(line.stripTrailing())).contains(batch(7, 1));
    }

    @Test
    void a_line_of_another_version_is_left_out_and_its_file_is_kept_aside() throws IOException {
        journal.keep(batch(7, 1));
        Path file = folder.resolve("spend-1.journal");
        Files.writeString(file, "2 abc {}\n", StandardOpenOption.APPEND);

        assertThat(next().recover()).containsExactly(batch(7, 1));
        journal.clear();
        assertThat(folder.resolve("spend-1.journal.unread")).content().endsWith("2 abc {}\n");
    }

    @Tag("S87")
    @Test
    void a_full_disk_takes_nothing_and_spoils_nothing_and_when_there_is_room_it_goes_on() {
        FullDisk.install();
        try (var small =
                new SpendJournal(folder, file -> FilePath.get("full:" + file).open("rw"))) {
            assertThat(small.keep(batch(7, 1))).isTrue();
            FullDisk.full(true);
            assertThat(small.keep(batch(7, 2))).isFalse();
            FullDisk.full(false);
            assertThat(small.keep(batch(7, 2))).isTrue();
        } finally {
            FullDisk.full(false);
        }

        assertThat(next().recover()).containsExactly(batch(7, 1), batch(7, 2));
    }

    @Test
    void a_folder_that_cannot_be_used_is_as_good_as_a_full_disk() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (var nowhere = new SpendJournal(file)) {
            assertThat(nowhere.keep(batch(7, 1))).isFalse();
        }
    }
}

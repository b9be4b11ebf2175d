package dev.stellwerk.adapters.persistence.usage;

import static dev.stellwerk.application.port.out.Records.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.adapters.persistence.database.Await;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.database.RealPostgres;
import dev.stellwerk.adapters.persistence.database.RunningTime;
import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.adapters.persistence.database.Wire;
import dev.stellwerk.adapters.persistence.schema.SpendWriterTable;
import dev.stellwerk.application.port.out.Racing;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger and a network that fails. */
class JooqUsageLedgerTest {
    private final Wire wire = new Wire(RealPostgres.port());
    private final String url = RealPostgres.freshDatabase();
    private final Database database =
            TestDatabase.postgres(url.replace(":" + RealPostgres.port() + "/", ":" + wire.port() + "/")
                    + "?prepareThreshold=0"); // so that each COMMIT can be read on the wire
    private final Database witness = TestDatabase.postgres(url);
    private final AccessStore access = Stores.access(database);
    private JooqUsageLedger ledger;

    @TempDir
    Path folder;

    @BeforeEach
    void aKey() {
        ledger = new JooqUsageLedger(
                database, access, new RunningTime(), folder.resolve("data"), UsageLedger.Progress.UNHEARD);
        access.keys().add(key("k"));
    }

    @AfterEach
    void close() throws IOException {
        wire.mend();
        database.close();
        witness.close();
        wire.close();
    }

    private void charge(String dollars) {
        ledger.charge(new Spent("k", null, null, new BigDecimal(dollars)));
    }

    private BigDecimal spend() {
        return Stores.access(witness).keys().find("k").orElseThrow().budget().spend();
    }

    private boolean flushed() {
        try {
            ledger.flush();
            return true;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    private void flushAtLast() {
        Await.until("the database is written to again", Duration.ofSeconds(10), this::flushed);
    }

    @Tag("S85")
    @Test
    void what_cannot_be_written_is_written_later() {
        charge("1");
        ledger.flush();
        wire.cut();
        charge("2");
        assertThatThrownBy(ledger::flush).isInstanceOf(StoreUnavailable.class);
        charge("4");
        wire.mend();

        flushAtLast();
        ledger.flush();

        assertThat(spend()).isEqualByComparingTo("7");
    }

    @Tag("S61")
    @Test
    void a_batch_whose_commit_got_no_answer_is_counted_once() {
        charge("1");
        ledger.flush();
        charge("2");
        wire.loseAnswersToCommits();

        assertThat(flushed()).isFalse();
        assertThat(spend()).as("written all the same").isEqualByComparingTo("3");

        wire.mend();
        charge("4");
        flushAtLast();
        assertThat(spend()).isEqualByComparingTo("7");
    }

    @Tag("S85")
    @Test
    void what_waited_for_the_database_survives_the_end_of_the_process() throws IOException {
        charge("1");
        ledger.flush();
        wire.cut();
        charge("2");
        assertThat(flushed()).isFalse();
        charge("4");
        assertThat(flushed()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/spend-1.journal"))))
                .isEqualTo("rw-------");
        die();

        wire.mend();
        ledger = successor();
        charge("8");
        flushAtLast();

        assertThat(spend()).isEqualByComparingTo("15");
        successor().flush();
        assertThat(spend()).isEqualByComparingTo("15");
    }

    @Tag("S61")
    @Test
    void what_was_written_without_an_answer_is_not_written_again_by_the_next_process() {
        charge("1");
        wire.loseAnswersToCommits();
        assertThat(flushed()).isFalse();
        wire.mend();
        flushAtLast();
        charge("2");
        wire.loseAnswersToCommits();
        assertThat(flushed()).isFalse();
        assertThat(spend()).isEqualByComparingTo("3");
        die();

        wire.mend();
        ledger = successor();
        flushAtLast();

        assertThat(spend()).isEqualByComparingTo("3");
    }

    /** As the end of the process would: nothing is written any more, and its locks are gone. */
    private void die() {
        ledger.letGo();
    }

    private JooqUsageLedger successor() {
        return new JooqUsageLedger(
                database, access, new RunningTime(), folder.resolve("data"), UsageLedger.Progress.UNHEARD);
    }

    @Tag("S90")
    @Test
    void instances_that_write_at_once_add_up() {
        AccessStore other = Stores.access(witness);
        var second = new JooqUsageLedger(
                witness, other, new RunningTime(), folder.resolve("other"), UsageLedger.Progress.UNHEARD);

        Racing.winners(2, number -> {
            var mine = number == 0 ? ledger : second;
            for (int i = 0; i < 100; i++) {
                mine.charge(new Spent("k", null, null, new BigDecimal("0.01")));
                mine.flush();
            }
            return true;
        });

        assertThat(spend()).isEqualByComparingTo("2");
    }

    @Test
    void what_another_instance_wrote_is_learned_with_the_own_writing() {
        assertThat(access.keys().find("k")).isPresent();
        var second = new JooqUsageLedger(
                witness,
                Stores.access(witness),
                new RunningTime(),
                folder.resolve("other"),
                UsageLedger.Progress.UNHEARD);
        second.charge(new Spent("k", null, null, new BigDecimal(5)));
        second.flush();

        charge("1");
        ledger.flush();

        assertThat(access.keys().find("k")).map(key -> key.budget().spend()).contains(new BigDecimal(6));
    }

    @Test
    void who_asks_for_the_books_sees_what_another_instance_wrote_and_while_they_are_away_what_is_known() {
        assertThat(access.keys().find("k")).isPresent();
        var second = new JooqUsageLedger(
                witness,
                Stores.access(witness),
                new RunningTime(),
                folder.resolve("other"),
                UsageLedger.Progress.UNHEARD);
        second.charge(new Spent("k", null, null, new BigDecimal(5)));
        second.flush();

        assertThat(access.keys().read("k")).map(key -> key.budget().spend()).contains(new BigDecimal(5));
        wire.cut();
        assertThat(access.keys().read("k")).isPresent();
        assertThatThrownBy(() -> access.keys().read("unknown")).isInstanceOf(StoreUnavailable.class);
    }

    @Tag("S61")
    @Test
    void whatever_goes_wrong_a_batch_stays_and_is_on_disk() {
        charge("1");
        ledger.gather();
        die(); // before anything was sent

        ledger = successor();
        flushAtLast();
        assertThat(spend()).isEqualByComparingTo("1");
    }

    @Tag("S83")
    @Test
    void while_the_database_is_silent_what_is_charged_goes_on_to_disk() {
        charge("1");
        ledger.flush();
        wire.freeze();
        charge("2");
        ledger.gather();
        try (var writing = Executors.newVirtualThreadPerTaskExecutor()) {
            var written = writing.submit(this::flushed);
            charge("4");
            ledger.gather(); // does not wait for the writing
            die();
            wire.cut();
            assertThat(written).succeedsWithin(Duration.ofSeconds(20));
        }

        wire.mend();
        ledger = successor();
        flushAtLast();
        assertThat(spend()).isEqualByComparingTo("7");
    }

    @Tag("S61")
    @Test
    void a_process_that_takes_over_takes_leave_for_the_one_that_died() {
        charge("1");
        wire.cut();
        assertThat(flushed()).isFalse();
        die();
        wire.mend();

        ledger = successor();
        flushAtLast();
        ledger.close();
        assertThat(witness.<Integer>transaction(dsl -> dsl.fetchCount(SpendWriterTable.SPEND_WRITERS)))
                .isZero();
    }

    @Test
    void whoever_closes_writes_the_rest_and_takes_leave() {
        charge("1");
        ledger.flush();
        charge("2");
        ledger.close();

        assertThat(spend()).isEqualByComparingTo("3");
        assertThat(witness.<Integer>transaction(dsl -> dsl.fetchCount(SpendWriterTable.SPEND_WRITERS)))
                .isZero();
    }
}

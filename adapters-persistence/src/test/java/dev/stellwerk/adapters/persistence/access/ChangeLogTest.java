package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.application.port.out.Records.customer;
import static dev.stellwerk.application.port.out.Records.key;
import static dev.stellwerk.application.port.out.Records.keyOfTeam;
import static dev.stellwerk.application.port.out.Records.keyWithAlias;
import static dev.stellwerk.application.port.out.Records.team;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.persistence.database.RunningTime;
import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.adapters.persistence.schema.ChangeTable;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two instances over one PostgreSQL database. */
@Tag("S7")
class ChangeLogTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.postgres();

    private final Messages messages = new Messages();
    private final AccessStore here = instance(messages);
    private final AccessStore there = instance(Invalidations.ALONE);

    private static AccessStore instance(Invalidations others) {
        return new AccessStore(DATABASE.get(), new RunningTime(), Duration.ofHours(1), others);
    }

    /** What is published, and a way to act as another instance. */
    private static final class Messages implements Invalidations {
        final List<Changed> published = new ArrayList<>();
        Consumer<Changed> listener = _ -> {};

        @Override
        public void publish(Changed changed) {
            published.add(changed);
        }

        @Override
        public void subscribe(Consumer<Changed> listener) {
            this.listener = listener;
        }
    }

    @BeforeEach
    void know() {
        here.keys().add(keyOfTeam("k", "t"));
        here.teams().add(team("t"));
        here.customers().add(customer("u"));
        there.readChanges();
        here.readChanges();
        assertThat(there.keys().find("k")).isPresent();
        assertThat(there.teams().find("t")).isPresent();
        assertThat(there.customers().find("u")).isPresent();
        assertThat(there.keys().find("new")).isEmpty();
        messages.published.clear();
    }

    @Test
    void without_messages_changes_are_read_from_the_database() {
        here.keys().change("k", null, _ -> keyWithAlias("k", "renamed"));
        here.keys().add(key("new"));
        here.teams().change("t", null, _ -> team("t", "renamed"));
        here.customers().remove(Set.of("u"), null);
        assertThat(there.keys().find("k")).map(ApiKey::alias).isEmpty();

        there.readChanges();

        assertThat(there.keys().find("k")).map(ApiKey::alias).contains("renamed");
        assertThat(there.keys().find("new")).isPresent();
        assertThat(there.teams().find("t")).map(Team::alias).contains("renamed");
        assertThat(there.customers().find("u")).isEmpty();
    }

    @Test
    void a_removed_team_takes_its_keys_from_every_memory() {
        here.teams().removeWithKeys(Set.of("t"), null);

        there.readChanges();

        assertThat(there.teams().find("t")).isEmpty();
        assertThat(there.keys().find("k")).isEmpty();
    }

    @Test
    void changes_are_told_to_others_once_they_are_made() {
        here.keys().change("k", null, _ -> keyWithAlias("k", "renamed"));
        here.teams().removeWithKeys(Set.of("t"), null);
        here.keys().change("unknown", null, key -> key);

        assertThat(messages.published)
                .containsExactlyInAnyOrder(new Changed(Kind.KEY, "k"), new Changed(Kind.TEAM, "t"));
    }

    @Tag("S85")
    @Test
    void an_instance_does_not_forget_what_it_read_after_its_own_change() {
        here.keys().change("k", null, _ -> keyWithAlias("k", "renamed"));
        assertThat(here.keys().find("k")).isPresent();
        DATABASE.get().transaction(dsl -> dsl.deleteFrom(KeyTable.KEYS).execute()); // whoever asks again finds nothing

        here.readChanges();

        assertThat(here.keys().find("k")).map(ApiKey::alias).contains("renamed");
    }

    @Test
    void an_own_change_does_not_hide_the_next_one_of_others() {
        here.keys().change("k", null, _ -> keyWithAlias("k", "mine"));
        assertThat(here.keys().find("k")).isPresent();
        there.keys().change("k", null, _ -> keyWithAlias("k", "theirs"));

        here.readChanges();

        assertThat(here.keys().find("k")).map(ApiKey::alias).contains("theirs");
    }

    @Test
    void messages_of_others_are_obeyed() {
        assertThat(here.keys().find("k")).isPresent();
        there.keys().remove(Set.of("k"), null);
        assertThat(here.keys().find("k")).isPresent();

        messages.listener.accept(new Changed(Kind.KEY, "k"));

        assertThat(here.keys().find("k")).isEmpty();
    }

    @Test
    void when_messages_may_have_been_missed_everything_is_forgotten() {
        assertThat(here.keys().find("k")).isPresent();
        there.keys().remove(Set.of("k"), null);

        messages.listener.accept(new Changed(Kind.EVERYTHING, ""));

        assertThat(here.keys().find("k")).isEmpty();
    }

    @Test
    void a_log_with_a_gap_means_that_anything_may_have_changed() {
        here.keys().remove(Set.of("k"), null);
        here.keys().add(key("new"));
        DATABASE.get()
                .transaction(dsl -> dsl.deleteFrom(ChangeTable.CHANGES)
                        .where(ChangeTable.RECORD_ID.eq("k"))
                        .execute());

        there.readChanges();

        assertThat(there.keys().find("k")).isEmpty();
    }

    @Test
    void many_changes_at_once_are_told_as_one() {
        for (int i = 0; i < 250; i++) {
            here.keys().add(keyOfTeam("many" + i, "t"));
        }
        messages.published.clear();

        here.teams().removeWithKeys(Set.of("t"), null);

        assertThat(messages.published).containsExactly(new Changed(Kind.EVERYTHING, ""));
    }
}

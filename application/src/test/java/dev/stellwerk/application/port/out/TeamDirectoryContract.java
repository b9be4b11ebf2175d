package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.CHANGED;
import static dev.stellwerk.application.port.out.Records.fullTeam;
import static dev.stellwerk.application.port.out.Records.key;
import static dev.stellwerk.application.port.out.Records.keyOfTeam;
import static dev.stellwerk.application.port.out.Records.team;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link TeamDirectory} must do. One subclass for each adapter and store. */
public abstract class TeamDirectoryContract {
    /** The directory to try; it was empty when the test began. */
    protected abstract TeamDirectory teams();

    /** The keys that belong to it, empty as well. */
    protected abstract KeyDirectory keys();

    @Test
    void nobody_is_in_an_empty_directory() {
        assertThat(teams().find("t")).isEmpty();
        assertThat(teams().list()).isEmpty();
    }

    @Test
    void a_team_comes_back_as_it_was_added() {
        assertThat(teams().add(fullTeam("t", "alias", "0.5"))).isTrue();
        assertThat(teams().add(team("bare"))).isTrue();

        assertThat(teams().find("t")).contains(fullTeam("t", "alias", "0.5"));
        assertThat(teams().find("bare")).contains(team("bare"));
    }

    @Test
    void a_taken_id_is_refused_and_nothing_changes() {
        teams().add(team("t", "first"));

        assertThat(teams().add(team("t", "second"))).isFalse();
        assertThat(teams().find("t")).contains(team("t", "first"));
    }

    @Test
    void teams_may_share_an_alias() {
        assertThat(teams().add(team("t1", "alias"))).isTrue();
        assertThat(teams().add(team("t2", "alias"))).isTrue();
    }

    @Test
    void a_change_may_touch_everything_but_the_spend() {
        teams().add(fullTeam("t", "old", "5"));

        assertThat(teams().change("t", null, _ -> team("t"))).isPresent();

        assertThat(teams().find("t"))
                .map(Team::budget)
                .contains(team("t").budget().withSpend(new BigDecimal(5)));
        assertThat(teams().find("t"))
                .get()
                .usingRecursiveComparison()
                .ignoringFields("budget", "version")
                .isEqualTo(team("t"));
    }

    @Test
    void an_unknown_team_cannot_be_changed() {
        assertThat(teams().change("t", null, one -> one)).isEmpty();
        assertThat(teams().find("t")).isEmpty();
    }

    @Tag("S7")
    @Test
    void changes_are_in_force_when_they_return() {
        keys().add(keyOfTeam("h", "t"));
        assertThat(teams().find("t")).isEmpty();
        assertThat(keys().find("h")).isPresent();
        teams().add(team("t", "one"));
        assertThat(teams().find("t")).map(Team::alias).contains("one");
        teams().change("t", null, _ -> team("t", "two"));
        assertThat(teams().find("t")).map(Team::alias).contains("two");
        teams().removeWithKeys(Set.of("t"), null);
        assertThat(teams().find("t")).isEmpty();
        assertThat(keys().find("h")).isEmpty();
    }

    @Test
    void teams_go_with_their_keys() {
        teams().add(team("t1"));
        teams().add(team("t2"));
        keys().add(keyOfTeam("h1", "t1"));
        keys().add(keyOfTeam("h2", "t2"));
        keys().add(key("h3"));

        assertThat(teams().removeWithKeys(Set.of("t1"), null)).isEmpty();

        assertThat(teams().list()).containsExactly(team("t2"));
        assertThat(keys().find("h1")).isEmpty();
        assertThat(keys().find("h2")).isPresent();
        assertThat(keys().find("h3")).isPresent();
    }

    @Tag("S84")
    @Test
    void an_unknown_team_keeps_the_others_from_going() {
        teams().add(team("t"));
        keys().add(keyOfTeam("h", "t"));

        assertThat(teams().removeWithKeys(Set.of("t", "unknown", "stranger"), null))
                .containsExactlyInAnyOrder("unknown", "stranger");

        assertThat(teams().find("t")).isPresent();
        assertThat(keys().find("h")).isPresent();
    }

    @Test
    void they_are_listed_by_alias_and_id() {
        teams().add(team("1"));
        teams().add(team("2", "b"));
        teams().add(team("4", "a"));
        teams().add(team("3", "a"));

        assertThat(teams().list()).extracting(Team::id).containsExactly("3", "4", "2", "1");
    }

    @Tag("S49")
    @Test
    void values_are_values_whatever_they_look_like() {
        for (String text : Records.AWKWARD) {
            assertThat(teams().add(team(text, text))).as(text).isTrue();
        }

        for (String text : Records.AWKWARD) {
            assertThat(teams().find(text)).as(text).contains(team(text, text));
        }
        assertThat(teams().removeWithKeys(Set.of("%"), null)).isEmpty();
        assertThat(teams().list()).hasSize(Records.AWKWARD.size() - 1);
    }

    @Tag("S90")
    @Test
    void of_many_who_want_an_id_one_gets_it() {
        assertThat(Racing.winners(8, i -> teams().add(team("t", "alias " + i)))).isEqualTo(1);
    }

    @Tag("S90")
    @Test
    void of_many_who_remove_a_team_one_did() {
        teams().add(team("t1"));
        teams().add(team("t2"));

        assertThat(Racing.winners(
                        8, _ -> teams().removeWithKeys(Set.of("t1", "t2"), null).isEmpty()))
                .isEqualTo(1);
    }

    @Test
    void a_change_for_another_version_than_the_one_in_force_is_refused() {
        teams().add(team("x"));
        Version read = team("x").version();

        Version next = teams().change("x", read, one -> one.withBlocked(true, CHANGED))
                .orElseThrow()
                .version();

        assertThat(next).isNotEqualTo(read);
        assertThatThrownBy(() -> teams().change("x", read, one -> one.withBlocked(false, CHANGED)))
                .isInstanceOf(OtherVersion.class);
        assertThatThrownBy(() -> teams().removeWithKeys(Set.of("x"), read)).isInstanceOf(OtherVersion.class);
        assertThat(teams().find("x")).map(Team::blocked).contains(true);
        assertThat(teams().removeWithKeys(Set.of("x"), next)).isEmpty();
    }

    @Tag("S90")
    @Test
    void eight_who_change_a_field_each_lose_nothing() {
        for (int round = 0; round < Races.ROUNDS; round++) {
            String id = "x" + round;
            teams().add(team(id));

            assertThat(Racing.winners(
                            Races.FIELDS,
                            i -> teams().change(
                                            id, null, one -> Races.TEAM.get(i).after(one, CHANGED))
                                    .isPresent()))
                    .isEqualTo(Races.FIELDS);

            Team team = teams().find(id).orElseThrow();
            assertThat(team.alias()).isEqualTo("an alias");
            assertThat(team.extra().get("note")).isEqualTo("kept");
            assertThat(team.models()).containsExactly("chat");
            assertThat(team.tags()).containsExactly("a");
            assertThat(team.regions()).containsExactly(new Region("eu"));
            assertThat(team.limits().requestsPerMinute()).isEqualTo(7);
            assertThat(team.budget().max()).isEqualByComparingTo("9");
            assertThat(team.blocked()).isTrue();
        }
    }

    @Tag("S90")
    @Test
    void a_block_and_an_update_both_stand_two_hundred_times() {
        teams().add(team("x"));
        for (int round = 0; round < Races.PAIRS; round++) {
            boolean blocked = round % 2 == 0;
            var other = TeamChange.builder()
                    .models(FieldChange.to(List.of("m" + round)))
                    .build();

            Racing.winners(
                    2,
                    i -> teams().change(
                                    "x",
                                    null,
                                    one -> i == 0 ? one.withBlocked(blocked, CHANGED) : other.after(one, CHANGED))
                            .isPresent());

            Team team = teams().find("x").orElseThrow();
            assertThat(team.blocked()).isEqualTo(blocked);
            assertThat(team.models()).isEqualTo(List.of("m" + round));
        }
    }

    @Tag("S90")
    @Test
    void what_was_removed_does_not_come_back_by_a_change() {
        for (int round = 0; round < Races.ROUNDS; round++) {
            teams().add(team("x"));

            Racing.winners(
                    4,
                    i -> i == 0
                            ? teams().removeWithKeys(Set.of("x"), null).isEmpty()
                            : teams().change("x", null, one -> one.withBlocked(true, CHANGED))
                                    .isPresent());

            assertThat(teams().find("x")).isEmpty();
        }
    }

    @Test
    void what_the_store_shows_now_is_what_was_stored() {
        teams().add(team("t"));
        assertThat(teams().read("t")).isEqualTo(teams().find("t")).isPresent();
        assertThat(teams().read("unknown")).isEmpty();
    }
}

package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.CHANGED;
import static dev.stellwerk.application.port.out.Records.MADE;
import static dev.stellwerk.application.port.out.Records.fullKey;
import static dev.stellwerk.application.port.out.Records.key;
import static dev.stellwerk.application.port.out.Records.keyOfTeam;
import static dev.stellwerk.application.port.out.Records.keyWithAlias;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link KeyDirectory} must do. One subclass for each adapter and store. */
public abstract class KeyDirectoryContract {
    private static final KeyFilter ANY = new KeyFilter(null, null, null, null);

    /** The directory to try; it was empty when the test began. */
    protected abstract KeyDirectory keys();

    @Test
    void nobody_is_in_an_empty_directory() {
        assertThat(keys().find("h")).isEmpty();
        assertThat(keys().findByAlias("a")).isEmpty();
        assertThat(keys().ofTeam("t")).isEmpty();
        assertThat(keys().list(ANY, 1, 10)).isEqualTo(new KeyPage(List.of(), 0));
    }

    @Test
    void a_key_comes_back_as_it_was_added() {
        assertThat(keys().add(fullKey("h", "alias", "12.345678901"))).isTrue();
        assertThat(keys().add(key("bare"))).isTrue();

        assertThat(keys().find("h")).contains(fullKey("h", "alias", "12.345678901"));
        assertThat(keys().find("bare")).contains(key("bare"));
        assertThat(keys().findByAlias("alias")).contains(fullKey("h", "alias", "12.345678901"));
    }

    @Test
    void a_taken_hash_is_refused_and_nothing_changes() {
        keys().add(keyWithAlias("h", "first"));

        assertThat(keys().add(keyWithAlias("h", "second"))).isFalse();

        assertThat(keys().find("h")).contains(keyWithAlias("h", "first"));
        assertThat(keys().findByAlias("second")).isEmpty();
    }

    @Test
    void a_taken_alias_is_refused_and_nothing_changes() {
        keys().add(keyWithAlias("h1", "alias"));

        assertThat(keys().add(keyWithAlias("h2", "alias"))).isFalse();

        assertThat(keys().find("h2")).isEmpty();
        assertThat(keys().findByAlias("alias")).map(ApiKey::hash).contains("h1");
    }

    @Test
    void any_number_of_keys_has_no_alias() {
        assertThat(keys().add(key("h1"))).isTrue();
        assertThat(keys().add(key("h2"))).isTrue();
    }

    @Test
    void a_change_may_touch_everything_but_the_spend() {
        keys().add(fullKey("h", "old", "5"));

        assertThat(keys().change("h", null, _ -> key("h"))).isPresent();

        var spent = key("h").budget().withSpend(new BigDecimal(5));
        assertThat(keys().find("h")).map(ApiKey::budget).contains(spent);
        assertThat(keys().find("h"))
                .get()
                .usingRecursiveComparison()
                .ignoringFields("budget", "version")
                .isEqualTo(key("h"));
        assertThat(keys().findByAlias("old")).isEmpty();
    }

    @Test
    void an_unknown_key_cannot_be_changed() {
        assertThat(keys().change("h", null, key -> key)).isEmpty();
        assertThat(keys().find("h")).isEmpty();
    }

    @Tag("S7")
    @Test
    void changes_are_in_force_when_they_return() {
        assertThat(keys().find("h")).isEmpty();
        keys().add(keyWithAlias("h", "one"));
        assertThat(keys().find("h")).map(ApiKey::alias).contains("one");
        keys().change("h", null, _ -> keyWithAlias("h", "two"));
        assertThat(keys().find("h")).map(ApiKey::alias).contains("two");
        keys().remove(Set.of("h"), null);
        assertThat(keys().find("h")).isEmpty();
    }

    @Test
    void removing_tells_what_was_there() {
        keys().add(keyWithAlias("h1", "alias"));
        keys().add(key("h2"));
        keys().add(key("h3"));

        assertThat(keys().remove(Set.of("h1", "h2", "unknown"), null)).containsExactlyInAnyOrder("h1", "h2");

        assertThat(keys().list(ANY, 1, 10).keys()).extracting(ApiKey::hash).containsExactly("h3");
        assertThat(keys().add(keyWithAlias("h4", "alias"))).isTrue();
        assertThat(keys().remove(Set.of(), null)).isEmpty();
    }

    @Test
    void pages_begin_with_the_newest() {
        for (int i = 0; i < 5; i++) {
            keys().add(key("h" + i, null, null, MADE.plusSeconds(i)));
        }

        assertThat(hashes(1, 2)).containsExactly("h4", "h3");
        assertThat(hashes(2, 2)).containsExactly("h2", "h1");
        assertThat(hashes(3, 2)).containsExactly("h0");
        assertThat(hashes(4, 2)).isEmpty();
        assertThat(keys().list(ANY, 4, 2).total()).isEqualTo(5);
    }

    private List<String> hashes(int page, int size) {
        return keys().list(ANY, page, size).keys().stream().map(ApiKey::hash).toList();
    }

    @Test
    void a_list_holds_what_passes_all_of_the_filter() {
        keys().add(fullKey("full", "alias", "0"));
        keys().add(keyOfTeam("mate", "team"));
        keys().add(key("other"));

        assertThat(hashes(new KeyFilter("team", null, null, null))).containsExactlyInAnyOrder("full", "mate");
        assertThat(hashes(new KeyFilter(null, "user", null, null))).containsExactly("full");
        assertThat(hashes(new KeyFilter(null, null, "alias", null))).containsExactly("full");
        assertThat(hashes(new KeyFilter(null, null, null, "mate"))).containsExactly("mate");
        assertThat(hashes(new KeyFilter("team", null, null, "other"))).isEmpty();
        assertThat(keys().list(new KeyFilter("team", null, null, null), 1, 1).total())
                .isEqualTo(2);
    }

    private List<String> hashes(KeyFilter filter) {
        return keys().list(filter, 1, 10).keys().stream().map(ApiKey::hash).toList();
    }

    @Test
    void the_keys_of_a_team_are_its_own() {
        keys().add(keyOfTeam("h1", "t"));
        keys().add(keyOfTeam("h2", "t"));
        keys().add(keyOfTeam("h3", "T"));

        assertThat(keys().ofTeam("t")).extracting(ApiKey::hash).containsExactlyInAnyOrder("h1", "h2");
    }

    @Tag("S49")
    @Test
    void values_are_values_whatever_they_look_like() {
        for (String text : Records.AWKWARD) {
            assertThat(keys().add(key(text, text, text, MADE))).as(text).isTrue();
        }

        for (String text : Records.AWKWARD) {
            assertThat(keys().find(text)).as(text).contains(key(text, text, text, MADE));
            assertThat(keys().findByAlias(text)).map(ApiKey::hash).contains(text);
            assertThat(keys().ofTeam(text)).extracting(ApiKey::hash).containsExactly(text);
            assertThat(hashes(new KeyFilter(text, null, text, text))).containsExactly(text);
        }
    }

    @Tag("S90")
    @Test
    void of_many_who_want_an_alias_one_gets_it() {
        assertThat(Racing.winners(8, i -> keys().add(keyWithAlias("h" + i, "alias"))))
                .isEqualTo(1);
        assertThat(keys().list(ANY, 1, 10).total()).isEqualTo(1);
    }

    @Tag("S90")
    @Test
    void of_many_who_remove_a_key_one_did() {
        keys().add(key("h"));

        assertThat(Racing.winners(8, _ -> !keys().remove(Set.of("h"), null).isEmpty()))
                .isEqualTo(1);
    }

    @Test
    void a_change_sees_what_is_stored_and_answers_what_is_stored_afterwards() {
        keys().add(fullKey("h", "alias", "5"));

        ApiKey changed = keys().change("h", null, key -> {
                    assertThat(key).isEqualTo(fullKey("h", "alias", "5"));
                    return key.withBlocked(false, MADE);
                })
                .orElseThrow();

        assertThat(changed.blocked()).isFalse();
        assertThat(keys().find("h")).contains(changed);
    }

    @Test
    void a_change_to_an_alias_of_another_is_refused_and_nothing_changes() {
        keys().add(keyWithAlias("h1", "alias"));
        keys().add(key("h2"));

        assertThatThrownBy(() -> keys().change("h2", null, _ -> keyWithAlias("h2", "alias")))
                .isInstanceOf(AliasTaken.class);

        assertThat(keys().find("h2")).contains(key("h2"));
    }

    @Test
    void a_change_that_throws_changes_nothing() {
        keys().add(key("h"));
        var refused = new IllegalArgumentException("no");

        assertThatThrownBy(() -> keys().change("h", null, _ -> {
                    throw refused;
                }))
                .isSameAs(refused);

        assertThat(keys().find("h")).contains(key("h"));
    }

    @Test
    void a_change_for_another_version_than_the_one_in_force_is_refused() {
        keys().add(key("h"));
        Version read = key("h").version();

        Version next = keys().change("h", read, key -> key.withBlocked(true, MADE))
                .orElseThrow()
                .version();

        assertThat(next).isNotEqualTo(read);
        assertThatThrownBy(() -> keys().change("h", read, key -> key.withBlocked(false, MADE)))
                .isInstanceOf(OtherVersion.class);
        assertThatThrownBy(() -> keys().remove(Set.of("h"), read)).isInstanceOf(OtherVersion.class);
        assertThat(keys().find("h")).map(ApiKey::blocked).contains(true);
        assertThat(keys().remove(Set.of("h"), next)).containsExactly("h");
    }

    @Tag("S90")
    @Test
    void eight_who_change_a_field_each_lose_nothing() {
        for (int round = 0; round < Races.ROUNDS; round++) {
            String hash = "h" + round;
            keys().add(key(hash));

            assertThat(Racing.winners(
                            Races.FIELDS,
                            i -> keys().change(
                                            hash, null, key -> Races.KEY.get(i).after(key, CHANGED))
                                    .isPresent()))
                    .isEqualTo(Races.FIELDS);

            ApiKey key = keys().find(hash).orElseThrow();
            assertThat(key.alias()).isEqualTo("an alias");
            assertThat(key.userId()).isEqualTo("somebody");
            assertThat(key.models()).containsExactly("chat");
            assertThat(key.tags()).containsExactly("a");
            assertThat(key.regions()).containsExactly(new Region("eu"));
            assertThat(key.limits().requestsPerMinute()).isEqualTo(7);
            assertThat(key.budget().max()).isEqualByComparingTo("9");
            assertThat(key.blocked()).isTrue();
            keys().remove(Set.of(hash), null);
        }
    }

    @Tag("S90")
    @Test
    void a_block_and_an_update_both_stand_two_hundred_times() {
        keys().add(key("h"));
        for (int round = 0; round < Races.PAIRS; round++) {
            boolean blocked = round % 2 == 0;
            List<String> models = List.of("m" + round);

            Racing.winners(
                    2,
                    i -> keys().change(
                                    "h",
                                    null,
                                    key -> i == 0
                                            ? key.withBlocked(blocked, MADE)
                                            : KeyChange.builder()
                                                    .models(FieldChange.to(models))
                                                    .build()
                                                    .after(key, MADE))
                            .isPresent());

            ApiKey key = keys().find("h").orElseThrow();
            assertThat(key.blocked()).isEqualTo(blocked);
            assertThat(key.models()).isEqualTo(models);
        }
    }

    @Tag("S90")
    @Test
    void a_removed_key_does_not_come_back_by_a_change() {
        for (int round = 0; round < Races.ROUNDS; round++) {
            keys().add(key("h"));

            Racing.winners(
                    4,
                    i -> i == 0
                            ? keys().remove(Set.of("h"), null).contains("h")
                            : keys().change("h", null, key -> key.withBlocked(true, MADE))
                                    .isPresent());

            assertThat(keys().find("h")).isEmpty();
        }
    }

    @Test
    void what_the_store_shows_now_is_what_was_stored() {
        keys().add(key("h"));
        assertThat(keys().read("h")).isEqualTo(keys().find("h")).isPresent();
        assertThat(keys().read("unknown")).isEmpty();
    }
}

package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.MADE;
import static dev.stellwerk.application.port.out.Records.fullKey;
import static dev.stellwerk.application.port.out.Records.key;
import static dev.stellwerk.application.port.out.Records.keyOfTeam;
import static dev.stellwerk.application.port.out.Records.keyWithAlias;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
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
        assertThat(keys().aliasTaken("a")).isFalse();
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
        assertThat(keys().aliasTaken("second")).isFalse();
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
    void replacing_changes_everything_but_the_spend() {
        keys().add(fullKey("h", "old", "5"));

        assertThat(keys().replace(key("h"))).isTrue();

        var spent = key("h").budget().withSpend(new BigDecimal(5));
        assertThat(keys().find("h")).map(ApiKey::budget).contains(spent);
        assertThat(keys().find("h"))
                .get()
                .usingRecursiveComparison()
                .ignoringFields("budget")
                .isEqualTo(key("h"));
        assertThat(keys().aliasTaken("old")).isFalse();
    }

    @Test
    void an_unknown_key_cannot_be_replaced() {
        assertThat(keys().replace(key("h"))).isFalse();
        assertThat(keys().find("h")).isEmpty();
    }

    @Tag("S7")
    @Test
    void changes_are_in_force_when_they_return() {
        assertThat(keys().find("h")).isEmpty();
        keys().add(keyWithAlias("h", "one"));
        assertThat(keys().find("h")).map(ApiKey::alias).contains("one");
        keys().replace(keyWithAlias("h", "two"));
        assertThat(keys().find("h")).map(ApiKey::alias).contains("two");
        keys().remove(Set.of("h"));
        assertThat(keys().find("h")).isEmpty();
    }

    @Test
    void removing_tells_what_was_there() {
        keys().add(keyWithAlias("h1", "alias"));
        keys().add(key("h2"));
        keys().add(key("h3"));

        assertThat(keys().remove(Set.of("h1", "h2", "unknown"))).containsExactlyInAnyOrder("h1", "h2");

        assertThat(keys().list(ANY, 1, 10).keys()).extracting(ApiKey::hash).containsExactly("h3");
        assertThat(keys().add(keyWithAlias("h4", "alias"))).isTrue();
        assertThat(keys().remove(Set.of())).isEmpty();
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

        assertThat(Racing.winners(8, _ -> !keys().remove(Set.of("h")).isEmpty()))
                .isEqualTo(1);
    }
}

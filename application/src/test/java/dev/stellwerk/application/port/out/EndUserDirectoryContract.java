package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.endUser;
import static dev.stellwerk.application.port.out.Records.fullEndUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.EndUser;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link EndUserDirectory} must do. One subclass for each adapter and store. */
public abstract class EndUserDirectoryContract {
    /** The directory to try; it was empty when the test began. */
    protected abstract EndUserDirectory endUsers();

    @Test
    void nobody_is_in_an_empty_directory() {
        assertThat(endUsers().find("u")).isEmpty();
        assertThat(endUsers().list()).isEmpty();
    }

    @Test
    void a_customer_comes_back_as_it_was_added() {
        assertThat(endUsers().add(fullEndUser("u", "alias", "0.000000001"))).isTrue();
        assertThat(endUsers().add(endUser("bare"))).isTrue();

        assertThat(endUsers().find("u")).contains(fullEndUser("u", "alias", "0.000000001"));
        assertThat(endUsers().find("bare")).contains(endUser("bare"));
    }

    @Test
    void a_taken_id_is_refused_and_nothing_changes() {
        endUsers().add(endUser("u"));

        assertThat(endUsers().add(fullEndUser("u", "alias", "1"))).isFalse();
        assertThat(endUsers().find("u")).contains(endUser("u"));
    }

    @Test
    void replacing_changes_everything_but_the_spend() {
        endUsers().add(endUser("u"));

        assertThat(endUsers().replace(fullEndUser("u", "alias", "7"))).isTrue();

        assertThat(endUsers().find("u")).contains(fullEndUser("u", "alias", "0"));
    }

    @Test
    void an_unknown_customer_cannot_be_replaced() {
        assertThat(endUsers().replace(endUser("u"))).isFalse();
        assertThat(endUsers().find("u")).isEmpty();
    }

    @Tag("S7")
    @Test
    void changes_are_in_force_when_they_return() {
        assertThat(endUsers().find("u")).isEmpty();
        endUsers().add(endUser("u"));
        assertThat(endUsers().find("u")).map(EndUser::blocked).contains(false);
        endUsers().replace(fullEndUser("u", "alias", "0"));
        assertThat(endUsers().find("u")).map(EndUser::blocked).contains(true);
        endUsers().remove(Set.of("u"));
        assertThat(endUsers().find("u")).isEmpty();
    }

    @Tag("S84")
    @Test
    void all_are_removed_or_none() {
        endUsers().add(endUser("u1"));
        endUsers().add(endUser("u2"));

        assertThat(endUsers().remove(Set.of("u1", "unknown"))).containsExactly("unknown");
        assertThat(endUsers().find("u1")).isPresent();

        assertThat(endUsers().remove(Set.of("u1", "u2"))).isEmpty();
        assertThat(endUsers().list()).isEmpty();
    }

    @Test
    void they_are_listed_by_id() {
        endUsers().add(endUser("b"));
        endUsers().add(endUser("a"));
        endUsers().add(endUser("B"));

        assertThat(endUsers().list()).extracting(EndUser::id).containsExactly("B", "a", "b");
    }

    @Test
    void no_two_ids_are_the_same() {
        for (String text : Records.AWKWARD) {
            assertThat(endUsers().add(endUser(text))).as(text).isTrue();
        }

        for (String text : Records.AWKWARD) {
            assertThat(endUsers().find(text)).as(text).contains(endUser(text));
        }
    }

    @Tag("S90")
    @Test
    void of_many_who_want_an_id_one_gets_it() {
        assertThat(Racing.winners(8, i -> endUsers().add(fullEndUser("u", "alias " + i, new BigDecimal(i).toString()))))
                .isEqualTo(1);
    }
}

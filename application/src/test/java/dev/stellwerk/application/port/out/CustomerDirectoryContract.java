package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.customer;
import static dev.stellwerk.application.port.out.Records.fullCustomer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.Customer;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link CustomerDirectory} must do. One subclass for each adapter and store. */
public abstract class CustomerDirectoryContract {
    /** The directory to try; it was empty when the test began. */
    protected abstract CustomerDirectory customers();

    @Test
    void nobody_is_in_an_empty_directory() {
        assertThat(customers().find("u")).isEmpty();
        assertThat(customers().list()).isEmpty();
    }

    @Test
    void a_customer_comes_back_as_it_was_added() {
        assertThat(customers().add(fullCustomer("u", "alias", "0.000000001"))).isTrue();
        assertThat(customers().add(customer("bare"))).isTrue();

        assertThat(customers().find("u")).contains(fullCustomer("u", "alias", "0.000000001"));
        assertThat(customers().find("bare")).contains(customer("bare"));
    }

    @Test
    void a_taken_id_is_refused_and_nothing_changes() {
        customers().add(customer("u"));

        assertThat(customers().add(fullCustomer("u", "alias", "1"))).isFalse();
        assertThat(customers().find("u")).contains(customer("u"));
    }

    @Test
    void replacing_changes_everything_but_the_spend() {
        customers().add(customer("u"));

        assertThat(customers().replace(fullCustomer("u", "alias", "7"))).isTrue();

        assertThat(customers().find("u")).contains(fullCustomer("u", "alias", "0"));
    }

    @Test
    void an_unknown_customer_cannot_be_replaced() {
        assertThat(customers().replace(customer("u"))).isFalse();
        assertThat(customers().find("u")).isEmpty();
    }

    @Tag("S7")
    @Test
    void changes_are_in_force_when_they_return() {
        assertThat(customers().find("u")).isEmpty();
        customers().add(customer("u"));
        assertThat(customers().find("u")).map(Customer::blocked).contains(false);
        customers().replace(fullCustomer("u", "alias", "0"));
        assertThat(customers().find("u")).map(Customer::blocked).contains(true);
        customers().remove(Set.of("u"));
        assertThat(customers().find("u")).isEmpty();
    }

    @Tag("S84")
    @Test
    void all_are_removed_or_none() {
        customers().add(customer("u1"));
        customers().add(customer("u2"));

        assertThat(customers().remove(Set.of("u1", "unknown"))).containsExactly("unknown");
        assertThat(customers().find("u1")).isPresent();

        assertThat(customers().remove(Set.of("u1", "u2"))).isEmpty();
        assertThat(customers().list()).isEmpty();
    }

    @Test
    void they_are_listed_by_id() {
        customers().add(customer("b"));
        customers().add(customer("a"));
        customers().add(customer("B"));

        assertThat(customers().list()).extracting(Customer::id).containsExactly("B", "a", "b");
    }

    @Test
    void no_two_ids_are_the_same() {
        for (String text : Records.AWKWARD) {
            assertThat(customers().add(customer(text))).as(text).isTrue();
        }

        for (String text : Records.AWKWARD) {
            assertThat(customers().find(text)).as(text).contains(customer(text));
        }
    }

    @Tag("S90")
    @Test
    void of_many_who_want_an_id_one_gets_it() {
        assertThat(Racing.winners(
                        8, i -> customers().add(fullCustomer("u", "alias " + i, new BigDecimal(i).toString()))))
                .isEqualTo(1);
    }
}

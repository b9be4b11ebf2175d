package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.CHANGED;
import static dev.stellwerk.application.port.out.Records.customer;
import static dev.stellwerk.application.port.out.Records.fullCustomer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
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
    void a_change_may_touch_everything_but_the_spend() {
        customers().add(customer("u"));

        assertThat(customers().change("u", null, _ -> fullCustomer("u", "alias", "7")))
                .isPresent();

        assertThat(customers().find("u"))
                .get()
                .usingRecursiveComparison()
                .ignoringFields("version")
                .isEqualTo(fullCustomer("u", "alias", "0"));
    }

    @Test
    void an_unknown_customer_cannot_be_changed() {
        assertThat(customers().change("u", null, one -> one)).isEmpty();
        assertThat(customers().find("u")).isEmpty();
    }

    @Tag("S7")
    @Test
    void changes_are_in_force_when_they_return() {
        assertThat(customers().find("u")).isEmpty();
        customers().add(customer("u"));
        assertThat(customers().find("u")).map(Customer::blocked).contains(false);
        customers().change("u", null, _ -> fullCustomer("u", "alias", "0"));
        assertThat(customers().find("u")).map(Customer::blocked).contains(true);
        customers().remove(Set.of("u"), null);
        assertThat(customers().find("u")).isEmpty();
    }

    @Tag("S84")
    @Test
    void all_are_removed_or_none() {
        customers().add(customer("u1"));
        customers().add(customer("u2"));

        assertThat(customers().remove(Set.of("u1", "unknown"), null)).containsExactly("unknown");
        assertThat(customers().find("u1")).isPresent();

        assertThat(customers().remove(Set.of("u1", "u2"), null)).isEmpty();
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

    @Test
    void a_change_for_another_version_than_the_one_in_force_is_refused() {
        customers().add(customer("x"));
        Version read = customer("x").version();

        Version next = customers()
                .change("x", read, one -> one.withBlocked(true, CHANGED))
                .orElseThrow()
                .version();

        assertThat(next).isNotEqualTo(read);
        assertThatThrownBy(() -> customers().change("x", read, one -> one.withBlocked(false, CHANGED)))
                .isInstanceOf(OtherVersion.class);
        assertThatThrownBy(() -> customers().remove(Set.of("x"), read)).isInstanceOf(OtherVersion.class);
        assertThat(customers().find("x")).map(Customer::blocked).contains(true);
        assertThat(customers().remove(Set.of("x"), next)).isEmpty();
    }

    @Tag("S90")
    @Test
    void eight_who_change_a_field_each_lose_nothing() {
        for (int round = 0; round < Races.ROUNDS; round++) {
            String id = "x" + round;
            customers().add(customer(id));

            assertThat(Racing.winners(
                            Races.FIELDS,
                            i -> customers()
                                    .change(
                                            id,
                                            null,
                                            one -> Races.CUSTOMER.get(i).after(one, CHANGED))
                                    .isPresent()))
                    .isEqualTo(Races.FIELDS);

            Customer customer = customers().find(id).orElseThrow();
            assertThat(customer.alias()).isEqualTo("an alias");
            assertThat(customer.extra().get("note")).isEqualTo("kept");
            assertThat(customer.defaultModel()).isEqualTo("chat");
            assertThat(customer.limits().tokensPerMinute()).isEqualTo(8);
            assertThat(customer.regions()).containsExactly(new Region("eu"));
            assertThat(customer.limits().requestsPerMinute()).isEqualTo(7);
            assertThat(customer.budget().max()).isEqualByComparingTo("9");
            assertThat(customer.blocked()).isTrue();
        }
    }

    @Tag("S90")
    @Test
    void a_block_and_an_update_both_stand_two_hundred_times() {
        customers().add(customer("x"));
        for (int round = 0; round < Races.PAIRS; round++) {
            boolean blocked = round % 2 == 0;
            var other =
                    CustomerChange.builder().alias(FieldChange.to("m" + round)).build();

            Racing.winners(
                    2,
                    i -> customers()
                            .change(
                                    "x",
                                    null,
                                    one -> i == 0 ? one.withBlocked(blocked, CHANGED) : other.after(one, CHANGED))
                            .isPresent());

            Customer customer = customers().find("x").orElseThrow();
            assertThat(customer.blocked()).isEqualTo(blocked);
            assertThat(customer.alias()).isEqualTo("m" + round);
        }
    }

    @Tag("S90")
    @Test
    void what_was_removed_does_not_come_back_by_a_change() {
        for (int round = 0; round < Races.ROUNDS; round++) {
            customers().add(customer("x"));

            Racing.winners(
                    4,
                    i -> i == 0
                            ? customers().remove(Set.of("x"), null).isEmpty()
                            : customers()
                                    .change("x", null, one -> one.withBlocked(true, CHANGED))
                                    .isPresent());

            assertThat(customers().find("x")).isEmpty();
        }
    }

    @Test
    void several_change_together_and_the_missing_are_made() {
        customers().add(customer("u1"));

        List<Customer> changed = customers()
                .changeAll(Set.of("u1", "u2"), null, Records::customer, one -> one.withBlocked(true, CHANGED));

        assertThat(changed).extracting(Customer::id).containsExactlyInAnyOrder("u1", "u2");
        assertThat(customers().list()).hasSize(2).allMatch(Customer::blocked);
    }

    @Tag("S84")
    @Test
    void when_one_of_several_is_missing_and_not_to_be_made_none_changes() {
        customers().add(customer("u1"));
        var refused = new IllegalArgumentException("no");

        assertThatThrownBy(() -> customers()
                        .changeAll(
                                new LinkedHashSet<>(List.of("u1", "u2")),
                                null,
                                _ -> {
                                    throw refused;
                                },
                                one -> one.withBlocked(true, CHANGED)))
                .isSameAs(refused);

        assertThat(customers().list()).containsExactly(customer("u1"));
    }

    @Tag("S90")
    @Test
    void of_many_who_make_a_missing_customer_all_find_it() {
        assertThat(Racing.winners(
                        8,
                        _ -> customers()
                                .changeAll(Set.of("u"), null, Records::customer, one -> one.withBlocked(true, CHANGED))
                                .getFirst()
                                .blocked()))
                .isEqualTo(8);
        assertThat(customers().list()).hasSize(1);
    }

    @Test
    void what_the_store_shows_now_is_what_was_stored() {
        customers().add(customer("u"));
        assertThat(customers().read("u")).isEqualTo(customers().find("u")).isPresent();
        assertThat(customers().read("unknown")).isEmpty();
    }
}

package dev.stellwerk.application.management;

import static dev.stellwerk.application.access.AccessFixture.ADMIN;
import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.problem;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.access.GivenFields;
import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManageCustomersServiceTest {
    private static final CustomerChange NOTHING = CustomerChange.builder().build();
    private final AccessFixture fixture = new AccessFixture();
    private final ManageCustomersService users = fixture.manageCustomers;

    @Test
    void a_customer_is_made_changed_and_removed() {
        Customer made = fixture.newCustomer(
                "u1", Map.of("alias", "first", "allowed_model_region", "EU", "default_model", "chat"));
        assertThat(made.regions()).isEqualTo(Set.of(new Region("eu")));
        assertThat(made.defaultModel()).isEqualTo("chat");

        assertThat(users.update(ADMIN, "u1", GivenFields.ofCustomer(Map.of("alias", "second", "max_budget", 0)), null)
                        .budget()
                        .spent())
                .isTrue();
        assertThat(users.info(MASTER, "u1").alias()).isEqualTo("second");
        assertThat(users.list(MASTER)).extracting(Customer::id).containsExactly("u1");
        assertThat(users.delete(ADMIN, List.of("u1"), null)).isEqualTo(1);
        assertThat(problem(() -> users.info(MASTER, "u1"))).isEqualTo(new Problem.CustomersUnknown(List.of("u1")));
    }

    @Test
    void an_explicit_null_lifts_a_region_and_false_unblocks() {
        fixture.newCustomer("u1", Map.of("allowed_model_region", "eu", "blocked", true));
        var changes = new HashMap<String, Object>(Map.of("blocked", false));
        changes.put("allowed_model_region", null);

        Customer changed = users.update(ADMIN, "u1", GivenFields.ofCustomer(changes), null);

        assertThat(changed.regions()).isEmpty();
        assertThat(changed.blocked()).isFalse();
    }

    @Test
    void an_id_fits_and_is_taken_once_S26() {
        fixture.newCustomer("u1", Map.of());

        for (String bad : List.of("x".repeat(257), "", "a\u0000", "a\nb", "\ud800")) {
            assertThat(problem(() -> users.create(ADMIN, bad, NOTHING))).isEqualTo(new Problem.CustomerIdUnfit());
        }
        assertThat(problem(() -> fixture.newCustomer("u1", Map.of()))).isEqualTo(new Problem.CustomerExists("u1"));
    }

    @Test
    void a_default_model_must_exist() {
        assertThat(problem(() -> fixture.newCustomer("u", Map.of("default_model", "nope"))))
                .isEqualTo(new Problem.DefaultModelUnknown());
        assertThat(users.list(MASTER)).isEmpty();
    }

    @Test
    void blocking_makes_customers_that_are_not_known_yet_and_unblocking_does_not() {
        fixture.newCustomer("u1", Map.of("alias", "first"));

        assertThat(users.setBlocked(ADMIN, List.of("u1", "u2", "u1"), true, null))
                .hasSize(2)
                .allMatch(Customer::blocked);
        assertThat(users.info(MASTER, "u1").alias()).isEqualTo("first");
        assertThat(users.setBlocked(ADMIN, List.of("u2"), false, null)).noneMatch(Customer::blocked);
        assertThat(problem(() -> users.setBlocked(ADMIN, List.of("u1", "u3"), false, null)))
                .isEqualTo(new Problem.CustomersUnknown(List.of("u3")));
        assertThat(users.info(MASTER, "u1").blocked()).isTrue();
    }

    @Test
    void an_unknown_id_deletes_nothing() {
        fixture.newCustomer("u1", Map.of());

        assertThat(problem(() -> users.delete(ADMIN, List.of("u1", "nope"), null)))
                .isEqualTo(new Problem.CustomersUnknown(List.of("nope")));
        assertThat(users.list(MASTER)).hasSize(1);
    }

    @Test
    void customers_are_for_admins_only() {
        Credential key = fixture.newKey(Map.of());

        assertThat(refusal(() -> users.create(by(key), "x", NOTHING)))
                .isEqualTo(new CallRefusal.RouteDenied("/customer/new", true));
        assertThat(refusal(() -> users.info(key, "x"))).isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> users.list(key))).isInstanceOf(CallRefusal.RouteDenied.class);
    }

    private static Requester by(Credential credential) {
        return new Requester(credential, "192.0.2.7");
    }
}

package dev.stellwerk.application.access;

import static dev.stellwerk.application.access.AccessFixture.aDeployment;
import static dev.stellwerk.application.access.AccessFixture.catalog;
import static dev.stellwerk.application.access.AccessFixture.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.AccessRules;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Visibility;
import dev.stellwerk.domain.pool.DeploymentPool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelAuthorityTest {
    private final AccessFixture fixture = new AccessFixture();
    private final CatalogSnapshot catalog = catalog(
            inGroups("chat", "chat-beta", "beta"),
            inGroups("chat", "chat-alpha", "alpha"),
            deployment("other"),
            inGroups("acme/*", "acme", "beta"));
    private final ModelAuthority authority = new ModelAuthority(catalog);

    @Test
    void a_list_of_models_may_name_an_access_group() {
        Caller beta = key("beta");

        assertThat(authority.mayUse(beta).test("chat", "chat")).isTrue();
        assertThat(authority.mayUse(beta).test("acme/one", "acme/one")).isTrue();
        assertThat(authority.mayUse(beta).test("other", "other")).isFalse();
        assertThat(authority.mayUse(key("gamma")).test("chat", "chat")).isFalse();
        assertThat(AccessRules.firstFault(beta, List.of(asked("chat")), true, Instant.EPOCH))
                .isEmpty();
        assertThat(AccessRules.firstFault(beta, List.of(asked("other")), true, Instant.EPOCH))
                .isPresent();
    }

    @Test
    void names_are_exact_S17() {
        Caller caller = key("chat");

        for (String name : List.of("chat ", "Chat", "chat\u0000", "chat/../other", "сhat")) {
            assertThat(authority.mayUse(caller).test(name, name)).as(name).isFalse();
        }
        assertThat(authority.mayUse(caller).test("nick", "chat")).isTrue();
    }

    @Test
    void who_reaches_a_model_through_groups_alone_is_narrowed_to_them() {
        assertThat(authority.narrowing(key("beta"), asked("chat"))).isEqualTo(Set.of("beta"));
        assertThat(authority.narrowing(key("chat"), asked("chat"))).isNull();
        assertThat(authority.narrowing(key("*"), asked("chat"))).isNull();
        assertThat(authority.narrowing(key(), asked("chat"))).isNull();
        assertThat(authority.narrowing(Caller.MASTER_KEY, asked("chat"))).isNull();
    }

    @Test
    void who_names_the_model_as_well_is_not_narrowed_within_it() {
        assertThat(authority.narrowing(key("beta", "chat"), asked("chat"))).isEqualTo(Set.of("alpha", "beta"));
    }

    @Test
    void key_and_team_both_narrow() {
        fixture.newTeam("t1", Map.of("models", List.of("alpha", "beta")));
        Caller caller = fixture.callerWith(Map.of("team_id", "t1", "models", List.of("beta")));

        assertThat(authority.narrowing(caller, asked("chat"))).isEqualTo(Set.of("beta"));
    }

    private AccessRules.AskedFor asked(String model) {
        DeploymentPool pool = catalog.group(model).orElseThrow();
        return authority.askedFor(model, pool);
    }

    private Caller key(String... models) {
        return fixture.callerWith(Map.of("models", List.of(models)));
    }

    private static Deployment inGroups(String model, String id, String... groups) {
        return aDeployment(model, id)
                .visibility(new Visibility(null, null, Set.of(groups)))
                .build();
    }
}

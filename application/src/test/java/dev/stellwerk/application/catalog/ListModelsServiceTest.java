package dev.stellwerk.application.catalog;

import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.aDeployment;
import static dev.stellwerk.application.access.AccessFixture.deployment;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ListModels.Listed;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.RoutingGroup;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import dev.stellwerk.domain.deployment.Visibility;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListModelsServiceTest {
    private final AccessFixture fixture = new AccessFixture();
    private final CatalogHolder holder = new CatalogHolder(catalog());
    private final ListModelsService models = new ListModelsService(fixture.access, holder);

    private static CatalogSnapshot catalog() {
        return AccessFixture.catalog(
                List.of(new Alias("nick", "chat", false), new Alias("ghost", "chat", true)),
                deployment("chat"),
                deployment("other"),
                deployment("acme/*"),
                aDeployment("internal-name", "of-t1")
                        .visibility(new Visibility("t1", "team-model", Set.of()))
                        .build(),
                aDeployment("grouped", "g1")
                        .visibility(new Visibility(null, null, Set.of("beta")))
                        .build());
    }

    @Test
    void groups_and_visible_aliases_are_listed_then_patterns_hidden_aliases_are_not() {
        assertThat(names(MASTER)).containsExactly("chat", "other", "internal-name", "grouped", "nick", "acme/*");
        assertThat(models.model(MASTER, "ghost")).isEmpty();
        assertThat(models.model(MASTER, "nick").orElseThrow().deployments())
                .extracting(d -> d.id().value())
                .containsExactly("chat-1");
    }

    @Test
    void a_key_sees_what_it_may_call() {
        Credential key = fixture.newKey(Map.of("models", List.of("chat", "beta")));

        assertThat(names(key)).containsExactly("chat", "grouped", "nick");
        assertThat(models.model(key, "chat")).isPresent();
        assertThat(models.model(key, "other")).isEmpty();
        assertThat(models.model(key, "chat-1"))
                .as("a deployment's id is no model")
                .isEmpty();
    }

    @Test
    void a_name_that_a_pattern_covers_is_found() {
        assertThat(models.model(MASTER, "acme/one")).isPresent();
        assertThat(models.model(fixture.newKey(Map.of("models", List.of("acme/*"))), "acme/one"))
                .isPresent();
        assertThat(models.model(MASTER, "acme-eu/one")).isEmpty();
    }

    @Test
    void a_routing_group_is_a_model_for_those_who_may_use_it_by_its_name() {
        holder.swap(new CatalogSnapshot(
                List.of(deployment("chat"), deployment("other")),
                new LinkedHashMap<>(),
                List.of(new RoutingGroup("fast", List.of("chat", "other"))),
                ProviderDirectory.NONE,
                RegionTree.FLAT,
                new TrafficBoard()));

        assertThat(models.model(MASTER, "fast").orElseThrow().deployments()).hasSize(2);
        assertThat(names(fixture.newKey(Map.of("models", List.of("fast"))))).containsExactly("fast");
        assertThat(names(fixture.newKey(Map.of("models", List.of("chat"))))).containsExactly("chat");
    }

    @Test
    void a_teams_own_models_are_for_that_team() {
        fixture.newTeam("t1", Map.of());
        fixture.newTeam("t2", Map.of());

        assertThat(names(fixture.newKey(Map.of("team_id", "t1")))).contains("team-model", "internal-name");
        assertThat(names(fixture.newKey(Map.of("team_id", "t2")))).doesNotContain("team-model", "internal-name");
    }

    @Test
    void another_catalog_is_listed_as_soon_as_it_is_in_force() {
        holder.swap(AccessFixture.catalog(deployment("new")));

        assertThat(names(MASTER)).containsExactly("new");
    }

    @Test
    void a_key_that_may_not_ask_is_refused() {
        Credential key = fixture.newKey(Map.of("allowed_routes", List.of("/v1/embeddings")));

        assertThat(refusal(() -> models.models(key))).isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> models.models(new Credential.Missing())))
                .isInstanceOf(CallRefusal.NotAuthenticated.class);
    }

    private List<String> names(Credential credential) {
        return models.models(credential).stream().map(Listed::name).toList();
    }
}

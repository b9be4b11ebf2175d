package dev.stellwerk.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogSnapshotTest {
    private final LinkedHashMap<String, Alias> aliases = new LinkedHashMap<>();

    private final List<RoutingGroup> routingGroups = new ArrayList<>();
    private final TrafficBoard board = new TrafficBoard();

    /** Knows that {@code gpt-…} is OpenAI's, and calls of OpenAI alone. */
    private final ProviderDirectory providers = new ProviderDirectory() {
        @Override
        public Optional<String> providerOf(String model) {
            return model.startsWith("gpt-") ? Optional.of("openai") : Optional.empty();
        }

        @Override
        public Optional<Deployment> concrete(Deployment everything, String name) {
            String full = name.indexOf('/') < 0 ? providerOf(name).orElse("") + "/" + name : name;
            return full.startsWith("openai/")
                    ? Optional.of(everything.toBuilder()
                            .endpoint(endpoint("openai", full.substring("openai/".length())))
                            .build())
                    : Optional.empty();
        }
    };

    private static Endpoint endpoint(String provider, String model) {
        return new Endpoint(provider, model, null, null, null, null, Map.of());
    }

    private CatalogSnapshot catalog(ADeployment... members) {
        return new CatalogSnapshot(
                Arrays.stream(members).map(ADeployment::build).toList(),
                aliases,
                routingGroups,
                providers,
                RegionTree.FLAT,
                board);
    }

    private void routingGroup(String name, String... models) {
        routingGroups.add(new RoutingGroup(name, List.of(models)));
    }

    private void alias(String name, String target, boolean hidden) {
        aliases.put(name, new Alias(name, target, hidden));
    }

    private static ADeployment wildcard(String group, String id, String upstreamModel) {
        return ADeployment.of(group, id)
                .with(b -> b.endpoint(ADeployment.named(id).build().endpoint().withModel(upstreamModel)));
    }

    private static List<String> ids(Resolution resolution) {
        return resolution instanceof Resolution.Group group
                ? group.pool().deployments().stream().map(d -> d.id().value()).toList()
                : List.of();
    }

    private static String upstreamModel(Resolution resolution) {
        return ((Resolution.Group) resolution).pool().deployment(0).endpoint().model();
    }

    @Test
    void a_bare_name_finds_the_pattern_of_its_provider_and_leads_to_the_full_name() {
        CatalogSnapshot catalog = catalog(wildcard("openai/*", "w", "*"), ADeployment.of("chat", "c"));

        var found = (Resolution.Group) catalog.resolve("gpt-4o", null);
        assertThat(found.requested()).isEqualTo("gpt-4o");
        assertThat(found.pool().name()).isEqualTo("openai/gpt-4o");
        assertThat(found.pool().configuredName()).isEqualTo("openai/*");
        assertThat(upstreamModel(found)).isEqualTo("gpt-4o");
        assertThat(catalog.resolve("nobody-knows-this", null)).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void an_alias_may_name_a_bare_model_too() {
        alias("nick", "gpt-4o", false);

        assertThat(ids(catalog(wildcard("openai/*", "w", "*")).resolve("nick", null)))
                .containsExactly("w");
    }

    @Test
    void the_provider_of_a_deployment_may_come_from_the_call() {
        CatalogSnapshot catalog = catalog(ADeployment.of("*", "every")
                .with(b -> b.endpoint(endpoint(Endpoint.ANY_PROVIDER, Endpoint.ANY_PROVIDER))));

        for (String name : List.of("openai/gpt-4o", "gpt-4o")) {
            var found = (Resolution.Group) catalog.resolve(name, null);
            assertThat(found.pool().deployment(0).endpoint().qualifiedModel()).isEqualTo("openai/gpt-4o");
            assertThat(found.pool().configuredName()).isEqualTo("*");
        }
        assertThat(catalog.resolve("nobody-knows-this", null)).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void deployments_of_one_name_are_a_group() {
        CatalogSnapshot catalog =
                catalog(ADeployment.of("chat", "a"), ADeployment.of("other", "x"), ADeployment.of("chat", "b"));

        assertThat(ids(catalog.resolve("chat", null))).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat ", "CHAT", "chat\u0000", "chat/../other", "\u0441hat", "", " ", "*"})
    @Tag("S17")
    void names_are_exact(String close) {
        assertThat(catalog(ADeployment.of("chat", "a")).resolve(close, null)).isEqualTo(new Resolution.Unknown(close));
    }

    @Test
    void an_alias_leads_one_hop_and_shadows_a_group_of_its_name() {
        alias("gpt-4", "chat", false);
        alias("shadow", "chat", true);
        alias("twice", "gpt-4", false);
        CatalogSnapshot catalog = catalog(ADeployment.of("chat", "a"), ADeployment.of("shadow", "b"));

        assertThat(ids(catalog.resolve("gpt-4", null))).containsExactly("a");
        assertThat(ids(catalog.resolve("shadow", null))).containsExactly("a");
        assertThat(catalog.resolve("twice", null)).isInstanceOf(Resolution.Unknown.class);
        assertThat(((Resolution.Group) catalog.resolve("gpt-4", null)).alias())
                .isEqualTo(new Alias("gpt-4", "chat", false));
    }

    @Test
    void an_id_leads_to_the_one_deployment_within_its_group() {
        var group = (Resolution.Group) catalog(ADeployment.of("chat", "a"), ADeployment.of("chat", "b"))
                .resolve("b", null);

        assertThat(group.only()).isEqualTo(new DeploymentId("b"));
        assertThat(group.pool().name()).isEqualTo("chat");
    }

    @Test
    void an_id_comes_before_an_alias_and_a_group_of_its_name() {
        alias("a", "other", false);
        CatalogSnapshot catalog =
                catalog(ADeployment.of("chat", "a"), ADeployment.of("chat", "other"), ADeployment.of("other", "x"));

        assertThat(((Resolution.Group) catalog.resolve("a", null)).only()).isEqualTo(new DeploymentId("a"));
        assertThat(((Resolution.Group) catalog.resolve("other", null)).only()).isEqualTo(new DeploymentId("other"));
    }

    @Test
    void an_id_that_is_its_groups_name_too_means_the_group() {
        CatalogSnapshot catalog = catalog(ADeployment.of("chat", "chat"), ADeployment.of("chat", "b"));

        assertThat(ids(catalog.resolve("chat", null))).containsExactly("chat", "b");
        assertThat(((Resolution.Group) catalog.resolve("chat", null)).only()).isNull();
    }

    // ---- routing groups

    @Test
    void a_routing_group_is_its_members_together() {
        routingGroup("fast", "chat", "unknown", "other", "llm/*");
        CatalogSnapshot catalog = catalog(
                ADeployment.of("chat", "a"),
                ADeployment.of("third", "c"),
                ADeployment.of("other", "b"),
                ADeployment.of("chat", "d"),
                wildcard("llm/*", "w", "*"));

        var fast = (Resolution.Group) catalog.resolve("fast", null);

        assertThat(ids(fast)).containsExactly("a", "d", "b");
        assertThat(fast.pool().name()).isEqualTo("fast");
        assertThat(fast.pool().traffic(0))
                .isSameAs(((Resolution.Group) catalog.resolve("chat", null))
                        .pool()
                        .traffic(0));
        assertThat(catalog.listedNames()).containsExactly("chat", "third", "other", "fast");
    }

    @Test
    void a_routing_group_stands_behind_models_and_aliases_and_before_patterns() {
        routingGroup("chat", "other");
        routingGroup("nick", "other");
        routingGroup("llm/fast", "other");
        alias("nick", "chat", false);
        CatalogSnapshot catalog =
                catalog(ADeployment.of("chat", "a"), ADeployment.of("other", "b"), wildcard("llm/*", "w", "*"));

        assertThat(ids(catalog.resolve("chat", null))).containsExactly("a");
        assertThat(ids(catalog.resolve("nick", null))).containsExactly("a");
        assertThat(ids(catalog.resolve("llm/fast", null))).containsExactly("b");
        assertThat(catalog.listedNames()).containsExactly("chat", "other", "llm/fast", "nick");
    }

    @Test
    void an_alias_may_lead_to_a_routing_group() {
        routingGroup("fast", "chat");
        alias("quick", "fast", false);

        var quick = (Resolution.Group) catalog(ADeployment.of("chat", "a")).resolve("quick", null);

        assertThat(ids(quick)).containsExactly("a");
        assertThat(quick.pool().name()).isEqualTo("fast");
    }

    @Test
    void a_routing_group_without_a_deployment_is_known_and_empty_and_not_listed() {
        routingGroup("gone", "unknown");
        CatalogSnapshot catalog = catalog(ADeployment.of("chat", "a"));

        assertThat(((Resolution.Group) catalog.resolve("gone", null)).pool().size())
                .isZero();
        assertThat(catalog.listedNames()).containsExactly("chat");
    }

    @Test
    void a_team_has_names_of_its_own() {
        CatalogSnapshot catalog = catalog(
                ADeployment.of("chat", "public"),
                ADeployment.of("chat-t1", "own").ofTeam("t1").calledByTeam("chat"),
                ADeployment.of("chat-t2", "theirs").ofTeam("t2").calledByTeam("chat"));

        assertThat(ids(catalog.resolve("chat", "t1"))).containsExactly("own");
        assertThat(ids(catalog.resolve("chat", "t3"))).containsExactly("public");
        assertThat(ids(catalog.resolve("chat", null))).containsExactly("public");
    }

    @Test
    void what_belongs_to_other_teams_altogether_leads_nowhere_but_for_admins() {
        alias("also", "theirs", false);
        routingGroup("empty", "gone");
        CatalogSnapshot catalog = catalog(
                ADeployment.of("theirs", "x").ofTeam("t1"),
                ADeployment.of("mixed", "y").ofTeam("t1"),
                ADeployment.of("mixed", "z"));

        for (String name : List.of("theirs", "x", "also", "y", "openai/model-of-x")) {
            assertThat(catalog.resolve(name, "t2", false)).isEqualTo(new Resolution.Unknown(name));
            assertThat(catalog.resolve(name, null, false)).isEqualTo(new Resolution.Unknown(name));
            assertThat(catalog.resolve(name, null, true)).isInstanceOf(Resolution.Group.class);
            assertThat(catalog.resolve(name, "t1", false)).isInstanceOf(Resolution.Group.class);
        }
        assertThat(ids(catalog.resolve("mixed", null, false))).containsExactly("y", "z");
        assertThat(catalog.resolve("empty", null, false)).isInstanceOf(Resolution.Group.class);
    }

    @Test
    void the_upstreams_name_is_the_last_resort() {
        assertThat(ids(catalog(ADeployment.of("chat", "a")).resolve("openai/model-of-a", null)))
                .containsExactly("a");
    }

    // ---- wildcards

    @ParameterizedTest
    @CsvSource({
        "llm/*,    openai/*, llm/foo,     openai/foo",
        "llm/*,    fixed,    llm/foo,     fixed",
        "*/eu/*,   *-in-*,   a/eu/b,      a-in-b",
        "*/eu/*,   *,        a/eu/b,      a/eu/b",
        "*,        *,        anything,    anything",
    })
    void what_the_stars_stand_for_goes_upstream(String group, String model, String asked, String upstream) {
        assertThat(upstreamModel(catalog(wildcard(group, "w", model)).resolve(asked, null)))
                .isEqualTo(upstream);
    }

    @Test
    @Tag("S17")
    void the_whole_name_has_to_match_and_signs_are_literal() {
        CatalogSnapshot catalog = catalog(wildcard("a-*-b", "w", "m"), wildcard("x.y/*", "v", "m"));

        assertThat(ids(catalog.resolve("a-x-b", null))).containsExactly("w");
        assertThat(ids(catalog.resolve("a-x-bZZZ", null))).isEmpty();
        assertThat(ids(catalog.resolve("xzy/m", null))).isEmpty();
    }

    @Test
    void exact_names_come_first_then_the_most_specific_pattern_alone() {
        CatalogSnapshot catalog = catalog(
                wildcard("*", "all", "m"),
                wildcard("openai/*", "provider", "m"),
                wildcard("openai/gpt-*", "family", "m"),
                ADeployment.of("openai/gpt-4", "exact"));

        assertThat(ids(catalog.resolve("openai/gpt-4", null))).containsExactly("exact");
        assertThat(ids(catalog.resolve("openai/gpt-5", null))).containsExactly("family");
        assertThat(ids(catalog.resolve("openai/o3", null))).containsExactly("provider");
        assertThat(ids(catalog.resolve("else", null))).containsExactly("all");
    }

    @Test
    void a_matched_group_has_the_traffic_tags_and_order_of_its_pattern() {
        CatalogSnapshot catalog =
                catalog(wildcard("llm/*", "w", "*").tagged("eu").order(3));
        var foo = (Resolution.Group) catalog.resolve("llm/foo", null);
        var bar = (Resolution.Group) catalog.resolve("llm/bar", null);

        assertThat(foo.pool().name()).isEqualTo("llm/foo");
        assertThat(foo.pool().traffic(0)).isSameAs(bar.pool().traffic(0));
        assertThat(foo.pool().view().carrying("eu")).isEqualTo(foo.pool().view().all());
        assertThat(foo.pool().orders()).containsExactly(3);
        assertThat(foo.pool().indexOf(new DeploymentId("w"))).isZero();
    }

    @Test
    void a_name_in_use_is_worked_out_once_and_made_up_names_leave_nothing_behind() {
        CatalogSnapshot catalog = catalog(wildcard("llm/*", "w", "*"));
        var first = (Resolution.Group) catalog.resolve("llm/foo", null);

        assertThat(((Resolution.Group) catalog.resolve("llm/foo", null)).pool()).isSameAs(first.pool());
        for (int i = 0; i < 10_000; i++) {
            assertThat(upstreamModel(catalog.resolve("llm/" + i, null))).isEqualTo("" + i);
        }
        assertThat(upstreamModel(catalog.resolve("llm/foo", null))).isEqualTo("foo");
        assertThat(board.all()).hasSize(1);
    }

    @Test
    @Tag("S17")
    void no_pattern_matches_a_name_of_absurd_length() {
        CatalogSnapshot catalog = catalog(wildcard("*", "w", "*"));

        assertThat(ids(catalog.resolve("m".repeat(512), null))).containsExactly("w");
        assertThat(ids(catalog.resolve("m".repeat(513), null))).isEmpty();
    }

    // ---- listings

    @Test
    void listings_show_groups_and_visible_aliases_without_patterns() {
        alias("nick", "chat", false);
        alias("ghost", "chat", true);
        alias("chat", "other", false);
        CatalogSnapshot catalog =
                catalog(ADeployment.of("chat", "a"), ADeployment.of("other", "b"), wildcard("llm/*", "w", "*"));

        assertThat(catalog.listedNames()).containsExactly("chat", "other", "nick");
        assertThat(catalog.groups()).extracting(DeploymentPool::name).containsExactly("chat", "other", "llm/*");
        assertThat(catalog.find(new DeploymentId("b"))).map(Deployment::group).contains("other");
        assertThat(catalog.group("nobody")).isEmpty();
    }
}

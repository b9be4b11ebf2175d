package dev.stellwerk.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogSnapshotTest {
    private final LinkedHashMap<String, Alias> aliases = new LinkedHashMap<>();

    private CatalogSnapshot catalog(ADeployment... members) {
        return new CatalogSnapshot(
                Arrays.stream(members).map(ADeployment::build).toList(), aliases, RegionTree.FLAT, new TrafficBoard());
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
        assertThat(foo.pool().carriersOf("eu")).containsExactly(1L);
        assertThat(foo.pool().orders()).containsExactly(3);
        assertThat(foo.pool().indexOf(new DeploymentId("w"))).isZero();
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

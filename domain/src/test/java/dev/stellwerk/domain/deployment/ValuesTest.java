package dev.stellwerk.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.spi.InvalidValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static Region region(String name) {
        return new Region(name);
    }

    @Test
    void a_region_ignores_case_and_surrounding_blanks() {
        assertThat(region(" EU-West-1 ")).isEqualTo(region("eu-west-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "e u", "eu/de", "\u00e9u", "eu\u0000"})
    void a_region_is_a_plain_label(String name) {
        assertThatThrownBy(() -> region(name)).isInstanceOf(InvalidValue.class).hasMessageStartingWith("region: ");
    }

    @Test
    void a_region_is_64_characters_long_at_most() {
        assertThat(region("x".repeat(64)).name()).hasSize(64);
        assertThatThrownBy(() -> region("x".repeat(65))).isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_region_admits_itself_and_all_below_but_nothing_above_or_beside() {
        RegionTree tree = Pools.Trees.WORLD;

        assertThat(tree.admits(region("eu"), region("frankfurt"))).isTrue();
        assertThat(tree.admits(region("de"), region("de"))).isTrue();
        assertThat(tree.admits(region("de"), region("eu"))).isFalse();
        assertThat(tree.admits(region("de"), region("fr"))).isFalse();
        assertThat(tree.admits(region("mars"), region("mars"))).isTrue();
    }

    @Test
    void a_region_must_not_lie_in_itself() {
        assertThatThrownBy(() -> new RegionTree(Map.of(
                        region("a"), Set.of(region("b")),
                        region("b"), Set.of(region("c")),
                        region("c"), Set.of(region("a")))))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new RegionTree(Map.of(region("a"), Set.of(region("a")))))
                .isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_region_may_lie_in_several_others() {
        var tree = new RegionTree(Map.of(
                region("eu"), Set.of(region("de")),
                region("nato"), Set.of(region("de")),
                region("world"), Set.of(region("eu"), region("nato"))));

        assertThat(tree.admits(region("nato"), region("de"))).isTrue();
        assertThat(tree.admits(region("world"), region("de"))).isTrue();
        assertThat(tree.admits(region("eu"), region("nato"))).isFalse();
    }

    @Test
    void capacity_tells_nothing_from_0_and_refuses_what_is_below() {
        assertThat(ADeployment.named("A").rpm(0).build().capacity().requestsPerMinute())
                .isZero();
        assertThat(Capacity.UNSTATED.requestsPerMinute()).isNull();
        assertThatThrownBy(() -> ADeployment.named("A").tpm(-1)).hasMessageStartingWith("tpm: ");
        assertThatThrownBy(() -> ADeployment.named("A").weight(Double.NaN)).hasMessageStartingWith("weight: ");
    }

    @Test
    void a_price_of_0_is_free_and_one_below_is_none() {
        assertThat(new Price(new BigDecimal("0.000"), BigDecimal.ZERO).free()).isTrue();
        assertThat(new Price(BigDecimal.ZERO, new BigDecimal("0.1")).free()).isFalse();
        assertThatThrownBy(() -> new Price(BigDecimal.ONE.negate(), BigDecimal.ONE))
                .isInstanceOf(InvalidValue.class);
    }

    @Test
    void tags_keep_their_order_and_count_once() {
        assertThat(TagRules.of("b", "a", "b").tags()).containsExactly("b", "a");
    }

    @Test
    void a_deployments_copy_for_another_model_differs_in_nothing_else() {
        Deployment deployment = ADeployment.named("A")
                .tagged("x")
                .in("eu")
                .order(2)
                .weight(3)
                .budget("5")
                .costing("1", "2")
                .ofTeam("t")
                .blocked()
                .outOfService("why")
                .with(builder -> builder.clientCredential(ClientCredential.NEEDED))
                .build();
        Deployment other = deployment.withModel("m2");

        assertThat(other.endpoint().model()).isEqualTo("m2");
        assertThat(other.withModel(deployment.endpoint().model())).isEqualTo(deployment);
    }

    @Test
    void an_id_is_not_blank() {
        assertThatThrownBy(() -> new DeploymentId(" ")).isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_secret_is_never_printed() {
        assertThat(new Secret("up-key").toString()).doesNotContain("up-key");
    }
}

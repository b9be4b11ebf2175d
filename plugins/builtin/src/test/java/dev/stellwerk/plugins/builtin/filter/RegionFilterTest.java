package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction.Source;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.DeploymentFilterContract;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S24")
class RegionFilterTest extends DeploymentFilterContract {
    private static final RoutingSettings COMPATIBLE = new RoutingSettings(
            RoutingSettings.DEFAULT_STRATEGY,
            Map.of(),
            RoutingSettings.Failures.DEFAULTS,
            RoutingSettings.FallbackRules.NONE,
            RoutingSettings.Tags.DEFAULTS,
            RoutingSettings.Checks.DEFAULTS,
            RoutingSettings.Bounds.DEFAULTS,
            RoutingSettings.Budgets.NONE,
            true);

    private final DeploymentPool pool = Pools.of(
            Pools.Trees.WORLD,
            ADeployment.named("de").in("de"),
            ADeployment.named("frankfurt").in(" Frankfurt "),
            ADeployment.named("us").in("us"),
            ADeployment.named("nowhere"));

    @Override
    protected DeploymentFilter filter() {
        return new RegionFilter();
    }

    private List<String> left(AContext context) {
        return Filtering.of(pool, context.build(), new RegionFilter()).left();
    }

    @Test
    void without_a_restriction_everybody_stays_also_those_without_a_region() {
        assertThat(left(new AContext())).containsExactly("de", "frankfurt", "us", "nowhere");
    }

    @Test
    void an_allowed_region_admits_itself_and_what_lies_below() {
        assertThat(left(new AContext().in(Source.CUSTOMER, "eu"))).containsExactly("de", "frankfurt");
        assertThat(left(new AContext().in(Source.CUSTOMER, "DE"))).containsExactly("de", "frankfurt");
        assertThat(left(new AContext().in(Source.CUSTOMER, "frankfurt"))).containsExactly("frankfurt");
        assertThat(left(new AContext().in(Source.CUSTOMER, "frankfurt", "us"))).containsExactly("frankfurt", "us");
    }

    @Test
    void restrictions_intersect() {
        assertThat(left(new AContext().in(Source.KEY, "eu").in(Source.BODY, "us")))
                .isEmpty();
        assertThat(left(new AContext().in(Source.KEY, "eu", "us").in(Source.BODY, "frankfurt", "us")))
                .containsExactly("frankfurt", "us");
    }

    @Test
    void nothing_in_the_region_is_told_with_region_and_group() {
        Filtering outcome =
                Filtering.of(pool, new AContext().in(Source.TEAM, "fr").build(), new RegionFilter());

        assertThat(outcome.refusal())
                .isEqualTo(new CallRefusal.RegionUnavailable("chat", List.of(Set.of(new Region("fr")))));
    }

    @Test
    void a_call_by_id_is_no_way_around() {
        AContext context = new AContext().in(Source.CUSTOMER, "eu");

        assertThat(Filtering.byId(pool, "us", context.build(), new RegionFilter())
                        .refusal())
                .isInstanceOf(CallRefusal.RegionUnavailable.class);
        assertThat(Filtering.byId(pool, "de", context.build(), new RegionFilter())
                        .left())
                .containsExactly("de");
    }

    @Test
    void those_in_the_region_that_only_cool_down_are_expected_back() {
        var time = new VirtualTime();
        Pools.coolDown(pool, "us", time.nanos(), Duration.ofSeconds(20));
        Pools.coolDown(pool, "de", time.nanos(), Duration.ofSeconds(3));

        Filtering outcome = Filtering.of(
                pool,
                new AContext().in(Source.CUSTOMER, "us").time(time).build(),
                new RegionFilter(),
                new CooldownFilter());

        assertThat(outcome.refusal())
                .isEqualTo(new CallRefusal.NoneAvailable(
                        "chat",
                        Duration.ofSeconds(20),
                        List.of(pool.deployment(2).id()),
                        false,
                        false));
    }

    @Test
    void compatible_with_litellm_it_says_that_nobody_is_there() {
        AContext context = new AContext().settings(COMPATIBLE).in(Source.CUSTOMER, "fr");

        assertThat(Filtering.of(pool, context.build(), new RegionFilter()).refusal())
                .isInstanceOf(CallRefusal.NoneAvailable.class);
    }

    @Test
    void nobody_outside_is_ever_left() {
        Seeds.forEach(300, random -> {
            DeploymentPool group = Pools.random(random, 1 + random.nextInt(200));
            Filtering outcome =
                    Filtering.of(group, new AContext().in(Source.KEY, "eu").build(), new RegionFilter());

            for (int place = 0; place < group.size(); place++) {
                boolean inEurope = group.deployment(place)
                        .region()
                        .filter(r -> Set.of("eu", "de", "fr", "frankfurt").contains(r.name()))
                        .isPresent();
                assertThat(outcome.candidates().remains(place)).isEqualTo(inEurope);
            }
        });
    }
}

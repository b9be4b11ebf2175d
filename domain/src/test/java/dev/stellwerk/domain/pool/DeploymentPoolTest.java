package dev.stellwerk.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.routing.candidates.EligibleSet;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Mark;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Stated;
import dev.stellwerk.domain.time.Reading;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DeploymentPoolTest {
    private static void assertPlaces(DeploymentPool pool, Places places, Predicate<Deployment> expected) {
        for (int place = 0; place < pool.size(); place++) {
            assertThat(places.contains(place))
                    .as(pool.deployment(place).toString())
                    .isEqualTo(expected.test(pool.deployment(place)));
        }
        assertThat(places.count()).as("no place beyond the last member").isEqualTo((int)
                pool.deployments().stream().filter(expected).count());
    }

    private static Places at(DeploymentPool pool, Integer... places) {
        return Places.where(pool.size(), List.of(places)::contains);
    }

    @Test
    void every_index_tells_what_looking_at_each_deployment_would() {
        Seeds.forEach(200, random -> {
            DeploymentPool pool = Pools.random(random, 1 + random.nextInt(200));
            GroupView view = pool.view();
            Region eu = new Region("eu");

            assertPlaces(pool, view.all(), _ -> true);
            assertPlaces(pool, view.none(), _ -> false);
            assertPlaces(pool, view.marked(Mark.PAUSED), Deployment::blocked);
            assertPlaces(pool, view.marked(Mark.OUT_OF_SERVICE), d -> d.outOfService() != null);
            assertPlaces(pool, view.marked(Mark.WITH_BUDGET), d -> d.budget() != null);
            assertPlaces(pool, pool.view().openToTeam(null), d -> d.visibility().teamId() == null);
            assertPlaces(
                    pool,
                    pool.view().openToTeam("t1"),
                    d -> d.visibility().teamId() == null
                            || d.visibility().teamId().equals("t1"));
            assertPlaces(
                    pool,
                    view.within(Set.of("eu")),
                    d -> d.region().filter(r -> Pools.Trees.WORLD.admits(eu, r)).isPresent());
            assertPlaces(pool, view.within(Set.of("eu", "us")), d -> d.region().isPresent());
            for (String tag : List.of("a", "b", "c", "default")) {
                assertPlaces(pool, view.carrying(tag), d -> d.tagRules().tags().contains(tag));
            }
            for (int place = 0; place < pool.size(); place++) {
                assertThat(pool.indexOf(pool.deployment(place).id())).isEqualTo(place);
                Double weight = pool.deployment(place).capacity().weight();
                assertThat(view.stated(Stated.WEIGHT, place)).isEqualTo(weight == null ? 0 : weight);
            }
        });
    }

    @Test
    void what_all_state_together_is_what_each_states_added_up() {
        Seeds.forEach(50, random -> {
            GroupView view = Pools.random(random, 1 + random.nextInt(100)).view();

            for (Stated figure : Stated.values()) {
                double sum = 0;
                for (int place = 0; place < view.size(); place++) {
                    sum += view.stated(figure, place);
                }
                assertThat(view.statedInAll(figure)).isEqualTo(sum);
                assertThat(new EligibleSet(view).statedInAll(figure)).isEqualTo(sum);
            }
        });
    }

    @Test
    void sets_of_everybody_and_of_nobody_are_the_groups_own() {
        GroupView view = Pools.of(
                        ADeployment.named("A").tagged("eu"),
                        ADeployment.named("B").tagged("eu"))
                .view();

        assertThat(view.carrying("eu")).isSameAs(view.all());
        assertThat(view.openToTeam("t1")).isSameAs(view.all());
        assertThat(view.marked(Mark.PAUSED)).isSameAs(view.none());
    }

    @Test
    void what_nobody_has_selects_nobody() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").tagged("x").in("eu"));

        assertThat(pool.view().knows("y")).isFalse();
        assertThat(pool.view().knows("x")).isTrue();
        assertThat(pool.view().carrying("y").isEmpty()).isTrue();
        assertThat(pool.view().within(Set.of("mars")).isEmpty()).isTrue();
        assertThat(pool.view().within(Set.of()).isEmpty()).isTrue();
        assertThat(pool.indexOf(new DeploymentId("B"))).isEqualTo(-1);
    }

    @Test
    void unions_leave_the_index_as_it_was() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").in("eu").ofTeam("t1").inAccessGroups("g"),
                ADeployment.named("B").in("us"));
        GroupView view = pool.view();
        view.within(Set.of("eu", "us"));
        view.openToTeam("t1");
        view.openToAccessGroups(Set.of("g"));

        assertThat(view.within(Set.of("us"))).isEqualTo(at(pool, 1));
        assertThat(view.within(Set.of())).isEqualTo(at(pool));
        assertThat(view.openToTeam(null)).isEqualTo(at(pool, 1));
        assertThat(view.openToAccessGroups(Set.of())).isEqualTo(at(pool, 1));
        assertThat(view.none()).isEqualTo(at(pool));
    }

    @Test
    void access_groups_are_those_granted_and_none() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").inAccessGroups("g", "h"),
                ADeployment.named("B").inAccessGroups("h"),
                ADeployment.named("C"));

        assertThat(pool.view().openToAccessGroups(Set.of("g"))).isEqualTo(at(pool, 0, 2));
        assertThat(pool.view().openToAccessGroups(Set.of("g", "h"))).isEqualTo(at(pool, 0, 1, 2));
    }

    @Test
    void tiers_come_lowest_first_and_leave_out_who_has_no_order() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").order(5),
                ADeployment.named("B"),
                ADeployment.named("C").order(-1));

        assertThat(pool.orders()).containsExactly(-1, 5);
        assertThat(pool.tiers().values()).containsExactly(at(pool, 2), at(pool, 0));
    }

    @Test
    void any_member_may_switch_tag_filtering_on_for_all() {
        DeploymentPool silent = Pools.of(ADeployment.named("A"));
        DeploymentPool off = Pools.of(ADeployment.named("A").filteringTags(false), ADeployment.named("B"));
        DeploymentPool both = Pools.of(
                ADeployment.named("A").filteringTags(true),
                ADeployment.named("B").filteringTags(false));

        assertThat(List.of(
                        silent.view().tagFiltering(true),
                        off.view().tagFiltering(true),
                        both.view().tagFiltering(false)))
                .containsExactly(true, false, true);
        assertThat(silent.view().tagFiltering(false)).isFalse();
    }

    @Test
    void a_cooldown_is_noticed_until_it_is_over() {
        var time = new VirtualTime();
        DeploymentPool pool = Pools.of(ADeployment.named("A"), ADeployment.named("B"));
        assertThat(pool.view().anyMayBeCooling(Reading.of(time))).isFalse();

        Pools.coolDown(pool, "A", time.nanos(), Duration.ofSeconds(9));
        Pools.coolDown(pool, "B", time.nanos(), Duration.ofSeconds(3));
        time.passSeconds(8);
        assertThat(pool.view().anyMayBeCooling(Reading.of(time))).isTrue();

        time.passSeconds(1);
        assertThat(pool.view().anyMayBeCooling(Reading.of(time))).isFalse();
    }
}

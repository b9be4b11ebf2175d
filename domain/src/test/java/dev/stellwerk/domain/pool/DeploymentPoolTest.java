package dev.stellwerk.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DeploymentPoolTest {
    private static void assertBits(DeploymentPool pool, long[] bits, Predicate<Deployment> expected) {
        for (int place = 0; place < pool.size(); place++) {
            assertThat((bits[place >>> 6] >>> place & 1) == 1)
                    .as(pool.deployment(place).toString())
                    .isEqualTo(expected.test(pool.deployment(place)));
        }
        assertThat(Arrays.stream(bits).map(Long::bitCount).sum())
                .as("no bit beyond the last member")
                .isEqualTo(pool.deployments().stream().filter(expected).count());
    }

    @Test
    void every_index_tells_what_looking_at_each_deployment_would() {
        Seeds.forEach(200, random -> {
            DeploymentPool pool = Pools.random(random, 1 + random.nextInt(200));
            Region eu = new Region("eu");
            Region us = new Region("us");

            assertBits(pool, pool.everyone(), _ -> true);
            assertBits(pool, pool.nobody(), _ -> false);
            assertBits(pool, pool.paused(), Deployment::blocked);
            assertBits(pool, pool.openToTeam(null), d -> d.visibility().teamId() == null);
            assertBits(
                    pool,
                    pool.openToTeam("t1"),
                    d -> d.visibility().teamId() == null
                            || d.visibility().teamId().equals("t1"));
            assertBits(
                    pool,
                    pool.within(Set.of(eu)),
                    d -> d.region().filter(r -> Pools.Trees.WORLD.admits(eu, r)).isPresent());
            assertBits(pool, pool.within(Set.of(eu, us)), d -> d.region().isPresent());
            for (String tag : List.of("a", "b", "c", "default")) {
                long[] carriers = pool.carriersOf(tag);
                assertBits(
                        pool,
                        carriers == null ? pool.nobody() : carriers,
                        d -> d.tagRules().tags().contains(tag));
            }
            for (int place = 0; place < pool.size(); place++) {
                assertThat(pool.indexOf(pool.deployment(place).id())).isEqualTo(place);
                Double weight = pool.deployment(place).capacity().weight();
                assertThat(pool.figures(Capacity.Figure.WEIGHT)[place]).isEqualTo(weight == null ? 0 : weight);
            }
        });
    }

    @Test
    void what_nobody_has_selects_nobody() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").tagged("x").in("eu"));

        assertThat(pool.carriersOf("y")).isNull();
        assertThat(pool.within(Set.of(new Region("mars")))).containsExactly(0L);
        assertThat(pool.within(Set.of())).containsExactly(0L);
        assertThat(pool.indexOf(new DeploymentId("B"))).isEqualTo(-1);
    }

    @Test
    void unions_leave_the_index_as_it_was() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").in("eu").ofTeam("t1").inAccessGroups("g"),
                ADeployment.named("B").in("us"));
        pool.within(Set.of(new Region("eu"), new Region("us")));
        pool.openToTeam("t1");
        pool.openToAccessGroups(Set.of("g"));

        assertThat(pool.within(Set.of(new Region("us")))).containsExactly(2L);
        assertThat(pool.within(Set.of())).containsExactly(0L);
        assertThat(pool.openToTeam(null)).containsExactly(2L);
        assertThat(pool.openToAccessGroups(Set.of())).containsExactly(2L);
        assertThat(pool.nobody()).containsExactly(0L);
    }

    @Test
    void access_groups_are_those_granted_and_none() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").inAccessGroups("g", "h"),
                ADeployment.named("B").inAccessGroups("h"),
                ADeployment.named("C"));

        assertThat(pool.openToAccessGroups(Set.of("g"))).containsExactly(0b101L);
        assertThat(pool.openToAccessGroups(Set.of("g", "h"))).containsExactly(0b111L);
    }

    @Test
    void tiers_come_lowest_first_and_leave_out_who_has_no_order() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").order(5),
                ADeployment.named("B"),
                ADeployment.named("C").order(-1));

        assertThat(pool.orders()).containsExactly(-1, 5);
        assertThat(pool.tiers()).extracting(Map.Entry::getValue).containsExactly(new long[] {4}, new long[] {1});
    }

    @Test
    void any_member_may_switch_tag_filtering_on_for_all() {
        DeploymentPool silent = Pools.of(ADeployment.named("A"));
        DeploymentPool off = Pools.of(ADeployment.named("A").filteringTags(false), ADeployment.named("B"));
        DeploymentPool both = Pools.of(
                ADeployment.named("A").filteringTags(true),
                ADeployment.named("B").filteringTags(false));

        assertThat(List.of(silent.tagFiltering(true), off.tagFiltering(true), both.tagFiltering(false)))
                .containsExactly(true, false, true);
        assertThat(silent.tagFiltering(false)).isFalse();
    }

    @Test
    void a_cooldown_is_noticed_until_it_is_over() {
        var time = new VirtualTime();
        DeploymentPool pool = Pools.of(ADeployment.named("A"), ADeployment.named("B"));
        assertThat(pool.anyMayBeCooling(time.nanos())).isFalse();

        Pools.coolDown(pool, "A", time.nanos(), Duration.ofSeconds(9));
        Pools.coolDown(pool, "B", time.nanos(), Duration.ofSeconds(3));
        time.passSeconds(8);
        assertThat(pool.anyMayBeCooling(time.nanos())).isTrue();

        time.passSeconds(1);
        assertThat(pool.anyMayBeCooling(time.nanos())).isFalse();
    }
}

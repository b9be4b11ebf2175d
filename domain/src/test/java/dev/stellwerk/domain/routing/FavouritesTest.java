package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.candidates.EligibleSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FavouritesTest {
    private static DeploymentPool group(int size) {
        return Pools.of(IntStream.range(0, size)
                .mapToObj(i -> ADeployment.named("d" + i))
                .toArray(ADeployment[]::new));
    }

    private static void occupy(DeploymentPool group, String id, int calls) {
        for (int i = 0; i < calls; i++) {
            var _ = Pools.traffic(group, id).enter();
        }
    }

    private static int choice(DeploymentPool group, String... preferred) {
        return Favourites.choose(
                new EligibleSet(group.view()),
                new AContext().preferring(preferred).build());
    }

    @Test
    void the_first_that_is_there_is_taken() {
        DeploymentPool group = group(3);

        assertThat(choice(group, "gone", "d2", "d1")).isEqualTo(2);
        assertThat(choice(group, "gone")).isEqualTo(-1);
        assertThat(choice(group)).isEqualTo(-1);
    }

    @Test
    void a_few_calls_are_no_load() {
        DeploymentPool group = group(2);
        occupy(group, "d1", 7);

        assertThat(choice(group, "d1")).isEqualTo(1);
    }

    @Test
    void a_favourite_takes_a_quarter_more_than_the_mean_and_eight() {
        DeploymentPool group = group(4);
        occupy(group, "d0", 100);
        occupy(group, "d2", 100);
        occupy(group, "d3", 100);
        occupy(group, "d1", 120); // mean 105, room below 139.25

        assertThat(choice(group, "d1")).isEqualTo(1);
        occupy(group, "d1", 30); // mean 112.5, room below 148.6
        assertThat(choice(group, "d1")).isEqualTo(-1);
    }

    @Test
    void the_next_favourite_is_asked_when_the_first_is_full() {
        DeploymentPool group = group(3);
        occupy(group, "d0", 50);

        assertThat(choice(group, "d0", "d1")).isEqualTo(1);
    }

    @Test
    void of_a_large_group_a_sample_tells_the_mean() {
        DeploymentPool group = group(1_000);
        for (int i = 0; i < 1_000; i++) {
            occupy(group, "d" + i, 20);
        }
        Seeds.forEach(50, random -> {
            var context = new AContext().preferring("d500").random(random).build();
            assertThat(Favourites.choose(new EligibleSet(group.view()), context))
                    .isEqualTo(500);
        });
        occupy(group, "d500", 30);
        Seeds.forEach(50, random -> {
            var context = new AContext().preferring("d500").random(random).build();
            assertThat(Favourites.choose(new EligibleSet(group.view()), context))
                    .isEqualTo(-1);
        });
    }
}

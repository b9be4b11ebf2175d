package dev.stellwerk.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolMeterTest {
    private static final long SECOND = 1_000_000_000L;

    private static DeploymentPool large() {
        return Pools.of(IntStream.range(0, 100)
                .mapToObj(i -> ADeployment.named("d" + i).rpm(10))
                .toArray(ADeployment[]::new));
    }

    @Test
    void only_who_states_a_limit_is_counted() {
        DeploymentPool group =
                Pools.of(ADeployment.named("a").rpm(10), ADeployment.named("b").tpm(500), ADeployment.named("c"));
        for (String id : new String[] {"a", "b", "c"}) {
            Pools.traffic(group, id).countRequest(7);
            Pools.traffic(group, id).countTokens(7, 40);
        }

        assertThat(group.usage(7, 0)).isEqualTo(new PoolUsage(10, 1, 500, 40));
        assertThat(group.usage(8, 0)).isEqualTo(new PoolUsage(10, 0, 500, 0));
    }

    @Test
    void where_nobody_states_any_there_is_nothing_to_tell() {
        DeploymentPool group = Pools.of(ADeployment.named("a"));

        assertThat(group.usage(7, 0).stated()).isFalse();
    }

    @Test
    void a_large_group_is_added_up_once_a_second() {
        DeploymentPool group = large();
        assertThat(group.usage(7, 0).requests()).isZero();
        Pools.traffic(group, "d50").countRequest(7);

        assertThat(group.usage(7, SECOND - 1).requests()).isZero();
        assertThat(group.usage(7, SECOND).requests()).isEqualTo(1);
        assertThat(group.usage(7, SECOND).requestsStated()).isEqualTo(1_000);
    }

    @Test
    void a_new_minute_is_not_told_of_the_old_one() {
        DeploymentPool group = large();
        Pools.traffic(group, "d50").countRequest(7);
        assertThat(group.usage(7, 0).requests()).isEqualTo(1);

        assertThat(group.usage(8, 1).requests()).isZero();
    }
}

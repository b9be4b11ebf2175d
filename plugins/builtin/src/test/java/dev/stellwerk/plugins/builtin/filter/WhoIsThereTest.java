package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.DeploymentFilterContract;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WhoIsThereTest {
    @Nested
    class AccessGroups extends DeploymentFilterContract {
        private final DeploymentPool pool = Pools.of(
                ADeployment.named("gold").inAccessGroups("gold", "beta"),
                ADeployment.named("silver").inAccessGroups("silver"),
                ADeployment.named("open"));

        @Override
        protected DeploymentFilter filter() {
            return new AccessGroupFilter();
        }

        @Test
        void a_caller_by_access_groups_gets_theirs_and_those_of_none() {
            assertThat(left(pool, new AContext().accessGroups("beta"))).containsExactly("gold", "open");
            assertThat(left(pool, new AContext().accessGroups())).containsExactly("open");
        }

        @Test
        void any_other_caller_is_not_narrowed() {
            assertThat(left(pool, new AContext())).containsExactly("gold", "silver", "open");
        }

        @Test
        void nothing_left_is_a_refusal_never_a_way_in() {
            DeploymentPool closed = Pools.of(ADeployment.named("gold").inAccessGroups("gold"));

            assertThat(Filtering.of(
                                    closed,
                                    new AContext().accessGroups("silver").build(),
                                    filter())
                            .refusal())
                    .isInstanceOf(CallRefusal.NoneAvailable.class);
        }

        private List<String> left(DeploymentPool group, AContext context) {
            return Filtering.of(group, context.build(), filter()).left();
        }
    }

    @Nested
    class Teams extends DeploymentFilterContract {
        private final DeploymentPool pool = Pools.of(
                ADeployment.named("A").ofTeam("t1"), ADeployment.named("B").ofTeam("t2"), ADeployment.named("C"));

        @Override
        protected DeploymentFilter filter() {
            return new TeamFilter();
        }

        @Test
        void a_team_sees_its_own_and_those_of_nobody() {
            assertThat(left("t1")).containsExactly("A", "C");
            assertThat(left("t3")).containsExactly("C");
            assertThat(left(null)).containsExactly("C");
        }

        private List<String> left(String teamId) {
            return Filtering.of(pool, new AContext().team(teamId).build(), filter())
                    .left();
        }
    }

    @Nested
    class Health extends DeploymentFilterContract {
        @Override
        protected DeploymentFilter filter() {
            return new HealthFilter();
        }

        @Test
        void who_cannot_work_is_listed_with_the_reason_and_never_chosen() {
            DeploymentPool pool =
                    Pools.of(ADeployment.named("A").outOfService("credential_missing"), ADeployment.named("B"));
            Filtering outcome = Filtering.of(pool, new AContext().build(), filter());

            assertThat(outcome.left()).containsExactly("B");
            assertThat(outcome.why("A"))
                    .isEqualTo("credential_missing: cannot be called as configured: credential_missing");
            assertThat(outcome.rejection("A").down()).isTrue();
        }
    }

    @Nested
    class Blocked extends DeploymentFilterContract {
        private final DeploymentPool pool = Pools.of(ADeployment.named("A").blocked(), ADeployment.named("B"));

        @Override
        protected DeploymentFilter filter() {
            return new BlockedFilter();
        }

        @Test
        void a_paused_deployment_is_left_out() {
            assertThat(Filtering.of(pool, new AContext().build(), filter()).left())
                    .containsExactly("B");
        }

        @Test
        void a_call_by_id_is_told_of_the_pause() {
            assertThat(Filtering.byId(pool, "A", new AContext().build(), filter())
                            .refusal())
                    .isEqualTo(new CallRefusal.Paused("A"));
        }

        @Test
        void a_group_that_is_paused_as_a_whole_is_not_available() {
            DeploymentPool paused = Pools.of(ADeployment.named("A").blocked());

            assertThat(Filtering.of(paused, new AContext().build(), filter()).refusal())
                    .isInstanceOf(CallRefusal.NoneAvailable.class);
        }
    }

    @Nested
    class Cooldowns extends DeploymentFilterContract {
        private final VirtualTime time = new VirtualTime();
        private final DeploymentPool pool =
                Pools.of(ADeployment.named("A"), ADeployment.named("B"), ADeployment.named("C"));

        @Override
        protected DeploymentFilter filter() {
            return new CooldownFilter();
        }

        private Filtering filtered() {
            return Filtering.of(pool, new AContext().time(time).build(), filter());
        }

        @Test
        void whoever_cools_down_sits_out_until_it_is_over() {
            Pools.coolDown(pool, "A", time.nanos(), Duration.ofSeconds(5));
            assertThat(filtered().left()).containsExactly("B", "C");
            assertThat(filtered().why("A")).isEqualTo("cooling_down: sits out for another 5000 ms after status 429");
            assertThat(filtered().rejection("A").why().retryAfter()).contains(Duration.ofSeconds(5));

            time.passSeconds(5);
            assertThat(filtered().left()).containsExactly("A", "B", "C");
        }

        @Test
        void the_refusal_tells_when_the_first_is_back() {
            Pools.coolDown(pool, "A", time.nanos(), Duration.ofSeconds(30));
            Pools.coolDown(pool, "B", time.nanos(), Duration.ofMillis(4200));
            Pools.coolDown(pool, "C", time.nanos(), Duration.ofSeconds(9));
            time.passSeconds(2);

            assertThat(filtered().refusal())
                    .isEqualTo(new CallRefusal.NoneAvailable(
                            "chat",
                            Duration.ofMillis(2200),
                            List.of(new DeploymentId("A"), new DeploymentId("B"), new DeploymentId("C")),
                            true,
                            false));
        }

        @Test
        void it_is_at_least_a_second() {
            DeploymentPool lone = Pools.of(ADeployment.named("A"));
            Pools.coolDown(lone, "A", time.nanos(), Duration.ofMillis(40));
            Filtering one = Filtering.of(lone, new AContext().time(time).build(), filter());

            assertThat(((CallRefusal.NoneAvailable) one.refusal()).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        }

        @Test
        void calls_by_id_are_spared() {
            Pools.coolDown(pool, "A", time.nanos(), Duration.ofSeconds(9));

            assertThat(filter().holdsForCallsById()).isFalse();
            assertThat(Filtering.byId(pool, "A", new AContext().time(time).build(), filter())
                            .left())
                    .containsExactly("A");
        }
    }
}

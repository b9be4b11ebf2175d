package dev.stellwerk.plugins.builtin.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.RoutingStrategyContract;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The strategies that take the lowest of a figure. */
class LowestTest {
    private final DeploymentPool pool =
            Pools.of(ADeployment.named("A"), ADeployment.named("B"), ADeployment.named("C"));
    private final DeploymentTraffic a = Pools.traffic(pool, "A");
    private final DeploymentTraffic b = Pools.traffic(pool, "B");
    private final DeploymentTraffic c = Pools.traffic(pool, "C");

    @Nested
    class Busy extends RoutingStrategyContract {
        @Override
        protected RoutingStrategy strategy() {
            return LowestFigures.leastBusy();
        }

        private List<String> taken() {
            return withAnyShare(strategy(), eligible(pool), context(1));
        }

        @Test
        void the_fewest_calls_in_flight_win_and_equals_share() {
            assertThat(taken()).containsExactly("A", "B", "C");
            a.enter();
            a.enter();
            DeploymentTraffic.Lease ofB = b.enter();
            assertThat(taken()).containsExactly("C");

            c.observeInFlightElsewhere(1);
            assertThat(taken()).containsExactly("B", "C");

            ofB.close();
            assertThat(taken()).containsExactly("B");
        }

        @Test
        void a_call_that_ends_twice_frees_its_place_once() {
            DeploymentTraffic.Lease lease = a.enter();
            a.enter();
            lease.close();
            lease.close();

            assertThat(a.inFlight()).isEqualTo(1);
            assertThat(taken()).containsExactly("B", "C");
        }
    }

    @Nested
    class Usage extends RoutingStrategyContract {
        @Override
        protected RoutingStrategy strategy() {
            return LowestFigures.lowestUsage();
        }

        private List<String> taken() {
            return withAnyShare(strategy(), eligible(pool), context(1));
        }

        @Test
        void the_fewest_tokens_of_this_minute_win() {
            a.countTokens(time.minute(), 1000);
            b.countTokens(time.minute(), 10);
            assertThat(taken()).containsExactly("C");

            c.countTokens(time.minute(), 11);
            assertThat(taken()).containsExactly("B");

            time.passSeconds(60);
            assertThat(taken()).containsExactly("A", "B", "C");
        }

        @Test
        void of_equal_tokens_the_fewest_requests_win_and_never_against_a_token() {
            a.countRequest(time.minute());
            assertThat(taken()).containsExactly("B", "C");

            for (int i = 0; i < 10_000; i++) {
                b.countRequest(time.minute());
            }
            c.countTokens(time.minute(), 1);
            assertThat(taken()).containsExactly("A");
            a.countTokens(time.minute(), 1);
            assertThat(taken()).containsExactly("B");
        }
    }

    @Nested
    class Cost extends RoutingStrategyContract {
        @Override
        protected RoutingStrategy strategy() {
            return LowestFigures.lowestCost();
        }

        private List<String> taken(ADeployment... members) {
            return withAnyShare(strategy(), eligible(Pools.of(members)), context(1));
        }

        @Test
        void the_lowest_price_of_a_token_pair_wins() {
            assertThat(taken(
                            ADeployment.named("dear").costing("0.00002", "0.00004"),
                            ADeployment.named("cheap").costing("0.00001", "0.00002"),
                            ADeployment.named("alike").costing("0.00002", "0.00001"),
                            ADeployment.named("unknown")))
                    .containsExactly("cheap", "alike");
        }

        @Test
        void an_explicit_price_of_0_is_free() {
            assertThat(taken(
                            ADeployment.named("cheap").costing("0.00001", "0.00001"),
                            ADeployment.named("free").costing("0", "0")))
                    .containsExactly("free");
        }

        @Test
        void an_unknown_price_counts_as_ten_dollars() {
            assertThat(taken(
                            ADeployment.named("unknown"),
                            ADeployment.named("ten").costing("4", "6")))
                    .containsExactly("unknown", "ten");
            assertThat(taken(
                            ADeployment.named("unknown"),
                            ADeployment.named("dearer").costing("5", "6")))
                    .containsExactly("unknown");
        }
    }
}

package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.routing.candidates.EligibleSet;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.time.VirtualTime;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RoutingStrategy} must do. */
public abstract class RoutingStrategyContract {
    private static final int CASES = 200;
    private static final int DRAWS = 4000;
    private static final DeploymentPool NOBODY =
            new DeploymentPool("nobody", List.of(), RegionTree.FLAT, new TrafficBoard());

    protected final VirtualTime time = new VirtualTime();

    protected abstract RoutingStrategy strategy();

    @Test
    void it_chooses_one_of_those_it_is_given() {
        Seeds.forEach(CASES, random -> {
            EligibleSet eligible = eligible(random);

            assertThat(strategy().choose(eligible, shown(context(random.nextLong()))))
                    .isBetween(0, eligible.count() - 1);
        });
    }

    @Test
    void the_same_draws_give_the_same_choice() {
        Seeds.forEach(CASES, random -> {
            EligibleSet eligible = eligible(random);
            long seed = random.nextLong();

            assertThat(strategy().choose(eligible, shown(context(seed))))
                    .isEqualTo(strategy().choose(eligible, shown(context(seed))));
        });
    }

    @Test
    void shares_are_none_below_zero_and_one_in_all() {
        Seeds.forEach(CASES, random -> {
            EligibleSet eligible = eligible(random);
            double[] shares = shares(strategy(), eligible, context(1));

            assertThat(shares).hasSize(eligible.count());
            assertThat(Arrays.stream(shares).min().orElseThrow()).isNotNegative();
            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
        });
    }

    @Test
    void shares_tell_how_often_each_is_chosen() {
        Seeds.forEach(10, random -> {
            EligibleSet eligible = eligible(random);
            DecisionContext context = context(random.nextLong());
            double[] shares = shares(strategy(), eligible, context);
            var chosen = new double[shares.length];
            for (int i = 0; i < DRAWS; i++) {
                chosen[strategy().choose(eligible, shown(context))] += 1.0 / DRAWS;
            }

            for (int i = 0; i < shares.length; i++) {
                double deviation = Math.sqrt(shares[i] * (1 - shares[i]) / DRAWS);
                assertThat(chosen[i]).isCloseTo(shares[i], within(6 * deviation + 1e-9));
            }
        });
    }

    protected DecisionContext context(long seed) {
        return new AContext().random(new SplittableRandom(seed)).time(time).build();
    }

    protected EligibleSet eligible(DeploymentPool pool) {
        return CandidateSet.all(pool.view(), false).eligible();
    }

    private EligibleSet eligible(RandomGenerator random) {
        DeploymentPool pool = Pools.random(random, 1 + random.nextInt(12));
        for (int place = 0; place < pool.size(); place++) {
            haveBeenUsed(pool.traffic(place), random);
        }
        return eligible(pool);
    }

    private void haveBeenUsed(DeploymentTraffic traffic, RandomGenerator random) {
        for (int n = random.nextInt(3); n > 0; n--) {
            traffic.enter();
        }
        traffic.countTokens(time.minute(), random.nextInt(3) * 100L);
        if (random.nextInt(3) > 0) {
            traffic.learnSecondsPerToken(0.01 * (1 + random.nextInt(3)), time.nanos());
        }
    }

    private static RoutingContext shown(DecisionContext context) {
        return Routers.shown(NOBODY, context);
    }

    /** What a strategy says each would get, as the router asks for it. */
    protected static double[] shares(RoutingStrategy strategy, EligibleSet eligible, DecisionContext context) {
        return Routers.guard("strategy", strategy, false)
                .shares(eligible, random -> shown(withChance(context, random)), 1)
                .shares();
    }

    private static DecisionContext withChance(DecisionContext context, RandomGenerator random) {
        return new DecisionContext(
                context.request(), context.settings(), context.budgets(), random, context.now(), context.earlier());
    }

    /** The ids of those that get any share at all. */
    protected static List<String> withAnyShare(
            RoutingStrategy strategy, EligibleSet eligible, DecisionContext context) {
        double[] shares = shares(strategy, eligible, context);
        return IntStream.range(0, shares.length)
                .filter(i -> shares[i] > 0)
                .mapToObj(i -> eligible.deployment(i).id())
                .toList();
    }
}

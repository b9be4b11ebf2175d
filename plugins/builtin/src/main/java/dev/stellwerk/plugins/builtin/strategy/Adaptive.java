package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.Latency;
import dev.stellwerk.domain.spi.routing.Lots;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.routing.Shares;
import dev.stellwerk.domain.spi.routing.TrafficView;
import java.time.Duration;

/**
 * The better of two drawn by lot. Better means the lower
 *
 * <pre>(calls in flight + 1) × peak average of the time taken ÷ weight</pre>
 *
 * where the time is that to the first token for streams and that for each token otherwise, and lots are weighted as
 * simple-shuffle's are. Looking at two only keeps a burst of callers from all running to the same best one (M.
 * Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001); the peak average believes bad news at
 * once and good news slowly (Finagle's "Peak EWMA").
 *
 * <p>Whoever is back from a cooldown gets one call at a time, now and then, until one has succeeded; from then on its
 * chance to take part grows with time, to a full one after half a minute. Whoever was never measured, or not for long,
 * counts as being as fast as its opponent, for one call at a time.
 *
 * <p>For groups whose members differ in speed or fail now and then. Where all are alike simple-shuffle does as well and
 * costs less; where prices differ it is the wrong one, for it looks at none.
 */
final class Adaptive implements RoutingStrategy {
    private static final Duration AGE_MAX = Duration.ofMinutes(1);
    private static final long SLOW_START_NANOS = Duration.ofSeconds(30).toNanos();
    private static final double CHANCE_MIN = 0.1;
    private static final double SECONDS_MIN = 1e-6;
    private static final int EXACT_SHARES_MAX = 1000;

    @Override
    public int choose(Eligible eligible, RoutingContext context) {
        var lots = Lots.of(eligible);
        int one = lots.draw(context.random());
        int two = lots.drawAnother(one, context.random());
        if (two < 0) {
            return one;
        }
        boolean oneTakesPart = takesPart(eligible.traffic(one), context);
        boolean twoTakesPart = takesPart(eligible.traffic(two), context);
        if (oneTakesPart != twoTakesPart) {
            return oneTakesPart ? one : two;
        }
        int better = compare(eligible, lots, one, two, context);
        return better < 0 || (better == 0 && context.random().nextBoolean()) ? one : two;
    }

    private static boolean takesPart(TrafficView traffic, RoutingContext context) {
        double chance = chance(traffic, context);
        return chance >= 1 || (chance > 0 && context.random().nextDouble() < chance);
    }

    private static double chance(TrafficView traffic, RoutingContext context) {
        long backFor = traffic.nanosSinceCooldown(context.now());
        if (backFor < 0 || backFor >= SLOW_START_NANOS) {
            return 1;
        }
        if (!traffic.provenSinceCooldown()) {
            return traffic.inFlight() > 0 ? 0 : CHANCE_MIN;
        }
        return Math.max(CHANCE_MIN, (double) backFor / SLOW_START_NANOS);
    }

    /** Below zero when the first is better, above when the second is. */
    private static int compare(Eligible eligible, Lots lots, int one, int two, RoutingContext context) {
        double secondsOne = seconds(eligible.traffic(one), context);
        double secondsTwo = seconds(eligible.traffic(two), context);
        int busyOne = eligible.traffic(one).inFlight();
        int busyTwo = eligible.traffic(two).inFlight();
        if (secondsOne < 0 && secondsTwo >= 0 && busyOne > 0) {
            return 1;
        }
        if (secondsTwo < 0 && secondsOne >= 0 && busyTwo > 0) {
            return -1;
        }
        double known = Math.max(SECONDS_MIN, Math.max(secondsOne, secondsTwo));
        double loadOne = (busyOne + 1) * (secondsOne < 0 ? known : Math.max(SECONDS_MIN, secondsOne));
        double loadTwo = (busyTwo + 1) * (secondsTwo < 0 ? known : Math.max(SECONDS_MIN, secondsTwo));
        return Double.compare(loadOne / lots.weight(one), loadTwo / lots.weight(two));
    }

    private static double seconds(TrafficView traffic, RoutingContext context) {
        Latency latency = context.request().streaming() ? traffic.firstToken() : traffic.perToken();
        return latency.peak(context.now(), AGE_MAX);
    }

    /** Exact, by going through all pairs; in very large groups the share of being drawn stands for it. */
    @Override
    public void shares(Eligible eligible, RoutingContext context, Shares shares) {
        if (eligible.count() == 1 || eligible.count() > EXACT_SHARES_MAX) {
            new SimpleShuffle().shares(eligible, context, shares);
            return;
        }
        double[] exact = shares(eligible, context);
        for (int i = 0; i < exact.length; i++) {
            shares.give(i, exact[i]);
        }
    }

    private static double[] shares(Eligible eligible, RoutingContext context) {
        var lots = Lots.of(eligible);
        int count = eligible.count();
        var shares = new double[count];
        for (int one = 0; one < count; one++) {
            if (lots.share(one) == 1) {
                shares[one] = 1; // nobody else has any weight
                return shares;
            }
            for (int two = 0; two < count; two++) {
                double drawn = one == two ? 0 : lots.share(one) * lots.weight(two) / lots.weightWithout(one);
                if (drawn > 0) {
                    addPair(shares, one, two, drawn, eligible, lots, context);
                }
            }
        }
        return shares;
    }

    private static void addPair(
            double[] shares, int one, int two, double drawn, Eligible eligible, Lots lots, RoutingContext context) {
        double chanceOne = chance(eligible.traffic(one), context);
        double chanceTwo = chance(eligible.traffic(two), context);
        double alone = chanceOne * (1 - chanceTwo);
        double otherAlone = chanceTwo * (1 - chanceOne);
        int better = compare(eligible, lots, one, two, context);
        double wins = better == 0 ? 0.5 : better < 0 ? 1 : 0;
        double won = alone + (1 - alone - otherAlone) * wins;
        shares[one] += drawn * won;
        shares[two] += drawn * (1 - won);
    }
}

package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.EligibleSet;
import dev.stellwerk.domain.routing.RoutingStrategy;

/**
 * The fewest tokens used in this minute, and of those the fewest requests: tokens are known when a call is over, so in
 * the first moments of a minute requests are all there is to go by. Lots among equals.
 */
final class LowestUsage implements RoutingStrategy {
    private static final double REQUESTS_BELOW_A_TOKEN = 0x1p-24;

    @Override
    public int choose(EligibleSet eligible, DecisionContext context) {
        return lowest(eligible, context.minute()).draw(context.random());
    }

    @Override
    public double[] shares(EligibleSet eligible, DecisionContext context) {
        return lowest(eligible, context.minute()).shares();
    }

    private static Lowest lowest(EligibleSet eligible, long minute) {
        var lowest = new Lowest(eligible.count());
        for (int i = 0; i < eligible.count(); i++) {
            long tokens = eligible.traffic(i).tokens(minute);
            long requests = eligible.traffic(i).requests(minute);
            lowest.offer(i, tokens + Math.min(1, requests * REQUESTS_BELOW_A_TOKEN));
        }
        return lowest;
    }

    @Override
    public boolean respectsCapacity() {
        return true;
    }
}

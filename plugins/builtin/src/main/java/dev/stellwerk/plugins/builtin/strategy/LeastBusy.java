package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.EligibleSet;
import dev.stellwerk.domain.routing.RoutingStrategy;

/** The fewest calls in flight, on this instance and on those that share its state. Lots among equals. */
final class LeastBusy implements RoutingStrategy {
    @Override
    public int choose(EligibleSet eligible, DecisionContext context) {
        return leastBusy(eligible).draw(context.random());
    }

    @Override
    public double[] shares(EligibleSet eligible, DecisionContext context) {
        return leastBusy(eligible).shares();
    }

    private static Lowest leastBusy(EligibleSet eligible) {
        var lowest = new Lowest(eligible.count());
        for (int i = 0; i < eligible.count(); i++) {
            lowest.offer(i, eligible.traffic(i).inFlight());
        }
        return lowest;
    }
}

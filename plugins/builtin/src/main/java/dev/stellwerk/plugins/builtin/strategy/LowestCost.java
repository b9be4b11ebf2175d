package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.deployment.Price;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.EligibleSet;
import dev.stellwerk.domain.routing.RoutingStrategy;

/** The lowest price of an input and an output token together. 0 is free; an unknown price is dear. Lots among equals. */
final class LowestCost implements RoutingStrategy {
    /** Five dollars for either token: more than anybody asks. */
    private static final double UNKNOWN = 10.0;

    @Override
    public int choose(EligibleSet eligible, DecisionContext context) {
        return cheapest(eligible).draw(context.random());
    }

    @Override
    public double[] shares(EligibleSet eligible, DecisionContext context) {
        return cheapest(eligible).shares();
    }

    private static Lowest cheapest(EligibleSet eligible) {
        var lowest = new Lowest(eligible.count());
        for (int i = 0; i < eligible.count(); i++) {
            Price price = eligible.deployment(i).facts().price();
            lowest.offer(i, price == null ? UNKNOWN : price.perTokenPair());
        }
        return lowest;
    }

    @Override
    public boolean respectsCapacity() {
        return true;
    }
}

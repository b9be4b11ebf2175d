package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.EligibleSet;
import dev.stellwerk.domain.routing.RoutingStrategy;
import java.util.Arrays;

/** Draws lots, weighted by what each deployment is meant for. Looks at no traffic, so it needs none to be shared. */
final class SimpleShuffle implements RoutingStrategy {
    @Override
    public int choose(EligibleSet eligible, DecisionContext context) {
        return new Lots(eligible).draw(context.random());
    }

    @Override
    public double[] shares(EligibleSet eligible, DecisionContext context) {
        var lots = new Lots(eligible);
        var shares = new double[eligible.count()];
        Arrays.setAll(shares, lots::share);
        return shares;
    }
}

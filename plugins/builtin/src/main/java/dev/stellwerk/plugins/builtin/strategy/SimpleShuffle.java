package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.routing.Eligible;
import dev.stellwerk.domain.routing.RoutingContext;
import dev.stellwerk.domain.routing.RoutingStrategy;
import java.util.Arrays;

/** Draws lots, weighted by what each deployment is meant for. Looks at no traffic, so it needs none to be shared. */
final class SimpleShuffle implements RoutingStrategy {
    @Override
    public int choose(Eligible eligible, RoutingContext context) {
        double[] weights = Weights.of(eligible);
        return weights == null
                ? context.random().nextInt(eligible.count())
                : Weights.place(weights, context.random().nextDouble() * Weights.sum(weights));
    }

    @Override
    public double[] shares(Eligible eligible, RoutingContext context) {
        double[] weights = Weights.of(eligible);
        var shares = new double[eligible.count()];
        if (weights == null) {
            Arrays.fill(shares, 1.0 / shares.length);
            return shares;
        }
        double sum = Weights.sum(weights);
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i] / sum;
        }
        return shares;
    }
}

package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.Lots;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.routing.Shares;

/** Draws lots, weighted by what each deployment is meant for. Looks at no traffic, so it needs none to be shared. */
final class SimpleShuffle implements RoutingStrategy {
    @Override
    public int choose(Eligible eligible, RoutingContext context) {
        return Lots.of(eligible).draw(context.random());
    }

    @Override
    public void shares(Eligible eligible, RoutingContext context, Shares shares) {
        var lots = Lots.of(eligible);
        for (int i = 0; i < eligible.count(); i++) {
            shares.give(i, lots.share(i));
        }
    }
}

package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.routing.TrafficView;

/** The strategies that take the lowest of one figure. Lots among equals. */
final class LowestFigures {
    /** Five dollars for either token: more than anybody asks. */
    private static final double UNKNOWN_PRICE = 10.0;

    private static final double REQUESTS_BELOW_A_TOKEN = 0x1p-24;

    private LowestFigures() {}

    /** The fewest calls in flight, on this instance and on those that share its state. */
    static RoutingStrategy leastBusy() {
        return RoutingStrategy.lowest((eligible, i, _) -> eligible.traffic(i).inFlight());
    }

    /**
     * The fewest tokens used in this minute, and of those the fewest requests: tokens are known when a call is over, so
     * in the first moments of a minute requests are all there is to go by.
     */
    static RoutingStrategy lowestUsage() {
        return RoutingStrategy.lowest(LowestFigures::usage);
    }

    private static double usage(Eligible eligible, int i, RoutingContext context) {
        TrafficView traffic = eligible.traffic(i);
        long requests = traffic.requests(context.now());
        return traffic.tokens(context.now()) + Math.min(1, requests * REQUESTS_BELOW_A_TOKEN);
    }

    /** The lowest price of an input and an output token together. 0 is free; an unknown price is dear. */
    static RoutingStrategy lowestCost() {
        return RoutingStrategy.lowest((eligible, i, _) -> price(eligible.deployment(i)));
    }

    private static double price(DeploymentView deployment) {
        return deployment.inputPrice().isEmpty() || deployment.outputPrice().isEmpty()
                ? UNKNOWN_PRICE
                : deployment.inputPrice().get().doubleValue()
                        + deployment.outputPrice().get().doubleValue();
    }
}

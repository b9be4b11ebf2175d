package dev.stellwerk.application.completion;

import dev.stellwerk.domain.routing.Eligible;
import dev.stellwerk.domain.routing.RoutingContext;
import dev.stellwerk.domain.routing.RoutingStrategy;

/** Takes the first, and reckons with limits per minute. */
final class CapacityKeeper implements RoutingStrategy {
    @Override
    public int choose(Eligible eligible, RoutingContext context) {
        return 0;
    }

    @Override
    public boolean respectsCapacity() {
        return true;
    }
}

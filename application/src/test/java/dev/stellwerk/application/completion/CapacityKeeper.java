package dev.stellwerk.application.completion;

import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.EligibleSet;
import dev.stellwerk.domain.routing.RoutingStrategy;

/** Takes the first, and reckons with limits per minute. */
final class CapacityKeeper implements RoutingStrategy {
    @Override
    public int choose(EligibleSet eligible, DecisionContext context) {
        return 0;
    }

    @Override
    public boolean respectsCapacity() {
        return true;
    }
}

package dev.stellwerk.domain.routing;

/**
 * Chooses one deployment among those that may all serve the request.
 *
 * <p>Called on many threads at once. Must not block or do I/O, and must not keep the arguments. The same arguments,
 * traffic and random draws must give the same choice: decisions are replayed.
 */
public interface RoutingStrategy {
    /**
     * Makes the choice.
     *
     * @param eligible never empty, in configuration order
     * @return a place in {@code eligible}, from 0 to {@code eligible.count() - 1}
     */
    int choose(EligibleSet eligible, DecisionContext context);

    /** The share of requests each would get now; adds up to 1. Deterministic strategies need not override it. */
    default double[] shares(EligibleSet eligible, DecisionContext context) {
        var shares = new double[eligible.count()];
        shares[choose(eligible, context)] = 1;
        return shares;
    }

    /** Whether deployments at their limit per minute must be left out and the limits be held exactly. */
    default boolean respectsCapacity() {
        return false;
    }
}

package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Stable;

/** Takes the share of requests that each eligible deployment would get now. All together must be 1. */
@Stable(since = "1.0")
public interface Shares {
    /**
     * Tells the share of one of them.
     *
     * @param i a place among the eligible; what is not given is 0
     * @param share from 0 to 1
     */
    void give(int i, double share);

    /**
     * The gateway shall find out by itself: it lets the strategy choose with a generator that tells whether it was used.
     * Unused, the choice is certain. Used, the choice is repeated a thousand times with seeded chance, and the shares are
     * shown as sampled.
     */
    void leaveToGateway();
}

package dev.stellwerk.domain.routing.guard;

/**
 * What each of the eligible would get now, in their order.
 *
 * @param shares add up to 1
 * @param sampled found out by choosing many times, as the strategy does not say
 */
public record ShareOut(double[] shares, boolean sampled) {}

package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.spi.InvalidValue;

/**
 * {@code routing_strategy_args} of latency-based-routing.
 *
 * @param ttl seconds after which what was measured counts for nothing
 * @param lowestLatencyBuffer how much slower than the fastest is still fast enough, as a share of its time
 * @param maxLatencyListSize checked, as LiteLLM's files have it, and not needed: the average forgets by itself
 */
record LatencySettings(double ttl, double lowestLatencyBuffer, double maxLatencyListSize) {
    public static final LatencySettings DEFAULTS = new LatencySettings(3600, 0, 10);

    public LatencySettings {
        fromZeroUpwards("ttl", ttl);
        fromZeroUpwards("lowest_latency_buffer", lowestLatencyBuffer);
        fromZeroUpwards("max_latency_list_size", maxLatencyListSize);
        if (ttl == 0) {
            throw new InvalidValue("ttl", "0", "must be longer than zero seconds");
        }
    }

    private static void fromZeroUpwards(String field, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new InvalidValue(field, String.valueOf(value), "must be a number from 0 upwards");
        }
    }
}

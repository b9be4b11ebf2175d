package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.EligibleSet;
import dev.stellwerk.domain.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.traffic.DecayingAverage;
import java.util.Map;

/**
 * The fastest, as measured: for streams the time to the first token, otherwise the time for each token. Whoever has not
 * been measured is tried first. Lots among those that are fast enough.
 *
 * <p>The fastest gets everything, and who has once been slow is not measured again until what is known of it is too old.
 * Where that is too harsh, widen the buffer or use {@link Adaptive}.
 *
 * @param ageMaxNanos what was measured longer ago counts for nothing
 * @param buffer how much slower than the fastest is still fast enough, as a share of its time
 */
record LowestLatency(long ageMaxNanos, double buffer) implements RoutingStrategy {
    private static final double AGE_MAX_SECONDS_DEFAULT = 3600;
    private static final double SAMPLES_DEFAULT = 10;

    /**
     * From {@code routing_strategy_args}: {@code ttl} in seconds and {@code lowest_latency_buffer}. The window of
     * {@code max_latency_list_size} samples is checked and not needed: the average forgets by itself.
     */
    static LowestLatency from(Map<String, Object> settings) {
        double ageMaxSeconds = Setting.number(settings, "ttl", AGE_MAX_SECONDS_DEFAULT);
        Setting.number(settings, "max_latency_list_size", SAMPLES_DEFAULT);
        if (ageMaxSeconds == 0) {
            throw new InvalidValue("ttl", "0", "must be longer than zero seconds");
        }
        return new LowestLatency(
                (long) Math.min(ageMaxSeconds * 1e9, Long.MAX_VALUE),
                Setting.number(settings, "lowest_latency_buffer", 0));
    }

    @Override
    public int choose(EligibleSet eligible, DecisionContext context) {
        return fastest(eligible, context).draw(context.random());
    }

    @Override
    public double[] shares(EligibleSet eligible, DecisionContext context) {
        return fastest(eligible, context).shares();
    }

    private Lowest fastest(EligibleSet eligible, DecisionContext context) {
        var seconds = new double[eligible.count()];
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = Math.max(0, measured(eligible, i, context)); // unknown counts as no time at all
            shortest = Math.min(shortest, seconds[i]);
        }
        double enough = shortest * (1 + buffer);
        var lowest = new Lowest(seconds.length);
        for (int i = 0; i < seconds.length; i++) {
            if (seconds[i] <= enough) {
                lowest.offer(i, enough);
            }
        }
        return lowest;
    }

    private double measured(EligibleSet eligible, int i, DecisionContext context) {
        DecayingAverage average = context.facts().streaming()
                ? eligible.traffic(i).firstTokenSeconds()
                : eligible.traffic(i).secondsPerToken();
        return average.value(context.nowNanos(), ageMaxNanos);
    }

    @Override
    public boolean respectsCapacity() {
        return true;
    }
}

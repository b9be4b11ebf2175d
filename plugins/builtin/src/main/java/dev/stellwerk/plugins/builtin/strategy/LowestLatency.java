package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.Latency;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.routing.Shares;
import dev.stellwerk.domain.spi.routing.TrafficView;
import java.time.Duration;

/**
 * The fastest, as measured: for streams the time to the first token, otherwise the time for each token. Whoever has not
 * been measured is tried first. Lots among those that are fast enough.
 *
 * <p>The fastest gets everything, and who has once been slow is not measured again until what is known of it is too old.
 * Where that is too harsh, widen the buffer or use {@link Adaptive}.
 *
 * @param ageMax what was measured longer ago counts for nothing
 * @param buffer how much slower than the fastest is still fast enough, as a share of its time
 */
record LowestLatency(Duration ageMax, double buffer) implements RoutingStrategy {
    LowestLatency(LatencySettings settings) {
        this(Duration.ofNanos((long) Math.min(settings.ttl() * 1e9, Long.MAX_VALUE)), settings.lowestLatencyBuffer());
    }

    @Override
    public int choose(Eligible eligible, RoutingContext context) {
        return fastest(eligible, context).choose(eligible, context);
    }

    @Override
    public void shares(Eligible eligible, RoutingContext context, Shares shares) {
        fastest(eligible, context).shares(eligible, context, shares);
    }

    /** The shortest time is found once; whatever is within the buffer counts as equal to it. */
    private RoutingStrategy fastest(Eligible eligible, RoutingContext context) {
        var seconds = new double[eligible.count()];
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = Math.max(0, measured(eligible.traffic(i), context)); // unknown counts as no time at all
            shortest = Math.min(shortest, seconds[i]);
        }
        double enough = shortest * (1 + buffer);
        return RoutingStrategy.lowest((_, i, _) -> Math.max(enough, seconds[i]));
    }

    private double measured(TrafficView traffic, RoutingContext context) {
        Latency latency = context.request().streaming() ? traffic.firstToken() : traffic.perToken();
        return latency.average(context.now(), ageMax);
    }
}

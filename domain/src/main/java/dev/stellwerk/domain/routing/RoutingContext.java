package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.catalog.DeploymentId;
import dev.stellwerk.domain.error.Refusal;
import dev.stellwerk.domain.traffic.Cooldown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything one decision may look at besides the candidates: a reading of the clocks, chance, the request, and the
 * settings in force for it. Belongs to one decision and one thread.
 *
 * @param nowNanos elapsed time, for cooldowns and ages
 * @param minute the current minute, for limits per minute
 * @param millisLeftInMinute until the next minute
 */
public record RoutingContext(
        RoutingRequest request,
        RoutingSettings settings,
        SpentBudgets budgets,
        RandomGenerator random,
        long nowNanos,
        long minute,
        long millisLeftInMinute) {

    public RoutingRequest.Constraints constraints() {
        return request.constraints();
    }

    public RoutingRequest.Facts facts() {
        return request.facts();
    }

    /** The refusal for "there are deployments, but none may serve now". */
    public Refusal noneAvailable(Candidates candidates) {
        var cooling = new ArrayList<DeploymentId>();
        Duration soonest = null;
        var pool = candidates.pool();
        for (int i = 0; i < pool.size(); i++) {
            Cooldown cooldown = pool.traffic(i).cooldown(nowNanos);
            if (cooldown != null && candidates.considered(i)) {
                cooling.add(pool.deployment(i).id());
                Duration remaining = cooldown.remaining(nowNanos);
                soonest = soonest == null || remaining.compareTo(soonest) < 0 ? remaining : soonest;
            }
        }
        Duration retryAfter = soonest == null ? settings.failures().cooldown() : soonest;
        return new Refusal.NoneAvailable(pool.name(), atLeastASecond(retryAfter), cooling);
    }

    /** The refusal for "all are at their limit until the minute is over". */
    public Refusal untilNextMinute(Candidates candidates) {
        return new Refusal.NoneAvailable(
                candidates.pool().name(), atLeastASecond(Duration.ofMillis(millisLeftInMinute)), List.of());
    }

    private static Duration atLeastASecond(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : duration;
    }
}

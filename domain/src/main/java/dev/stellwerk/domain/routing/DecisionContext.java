package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything one decision may look at besides the candidates: a reading of the clocks, chance, the request, and the
 * settings in force for it. Belongs to one decision and one thread.
 *
 * @param nowNanos elapsed time, for cooldowns and ages
 * @param minute the current minute, for limits per minute
 * @param millisLeftInMinute until the next minute
 */
public record DecisionContext(
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
    public CallRefusal.NoneAvailable noneAvailable(CandidateSet candidates) {
        return noneBefore(null, candidates);
    }

    /** The refusal for "all are at their limit until the minute is over", or until a cooldown ends before that. */
    public CallRefusal.NoneAvailable untilNextMinute(CandidateSet candidates) {
        return noneBefore(Duration.ofMillis(millisLeftInMinute), candidates);
    }

    /** Only a deployment that nothing but its cooldown keeps out will be there when that is over. */
    private CallRefusal.NoneAvailable noneBefore(@Nullable Duration known, CandidateSet candidates) {
        var cooling = new ArrayList<DeploymentId>();
        var soonest = new ArrayList<Duration>(2);
        if (known != null && !closedForGood(candidates)) {
            soonest.add(known);
        }
        candidates.forEachRemoved((place, why) -> {
            if (why instanceof Rejection.CoolingDown cooldown) {
                cooling.add(candidates.deployment(place).id());
                soonest.add(cooldown.remaining());
            }
        });
        Duration otherwise = known == null ? settings.failures().cooldown() : Duration.ZERO;
        Duration retryAfter = soonest.isEmpty() ? otherwise : atLeastASecond(Collections.min(soonest));
        return new CallRefusal.NoneAvailable(
                candidates.pool().name(),
                retryAfter,
                cooling,
                cooling.size() == candidates.pool().size(),
                settings.checks().preCall());
    }

    /** Whether all that are at a limit have one of zero, under which nobody ever fits. */
    private static boolean closedForGood(CandidateSet candidates) {
        var closed = new boolean[] {true};
        candidates.forEachRemoved(
                (_, why) -> closed[0] &= !(why instanceof Rejection.OverLimit over) || over.limit() == 0);
        return closed[0];
    }

    private static Duration atLeastASecond(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : duration;
    }
}

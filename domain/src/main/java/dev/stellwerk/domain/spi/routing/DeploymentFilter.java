package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Stable;
import org.jspecify.annotations.Nullable;

/**
 * Removes deployments that must not serve a request. Runs on every attempt, for every kind of call alike: first try,
 * retry and fallback, streaming or not, explained or real.
 *
 * <p>Called on many threads at once. Must not block, do I/O, read a clock or draw by chance other than through the
 * context, or keep its arguments. The same arguments must give the same removals.
 */
@Stable(since = "1.0")
@FunctionalInterface
public interface DeploymentFilter {
    /** Judges one deployment at a time. */
    @FunctionalInterface
    interface Judge {
        /** Why it may not serve the request; null when it may. */
        @Nullable
        Reason judge(DeploymentView deployment, TrafficView traffic, RoutingContext context);
    }

    /** A filter that judges each deployment by itself: the usual kind. */
    static DeploymentFilter each(Judge judge) {
        return (candidates, context) -> {
            for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
                Reason why = judge.judge(candidates.deployment(place), candidates.traffic(place), context);
                if (why != null) {
                    candidates.remove(place, why);
                }
            }
        };
    }

    /** Removes what does not fit; whoever it leaves alone stays. */
    void apply(Candidates candidates, RoutingContext context);

    /** What the caller is told when this filter removed the last candidate. Nothing can be removed here any more. */
    default Refusal refusal(Candidates candidates, RoutingContext context) {
        return Refusal.BY_REASONS;
    }

    /** Whether it also holds for a deployment that is called by its own id. */
    default boolean holdsForCallsById() {
        return true;
    }

    /** What its own failure means. The operator may set it to closed, never to open. */
    default OnFailure onFailure() {
        return OnFailure.CLOSED;
    }
}

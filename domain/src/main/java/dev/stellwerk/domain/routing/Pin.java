package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one deployment that holds what a request continues. Nobody else knows of it, so the request goes there whatever
 * strategy and order say. While that deployment is down or full it is routed like any other; when the request's own
 * constraints rule the deployment out it is refused, as an answer from elsewhere would only seem to continue.
 */
final class Pin {
    private static final Set<String> OF_THIS_CALL = Set.of("prompt_too_long", "unsupported_parameter", "later_tier");

    private Pin() {}

    /** Its place in the group, or -1 when there is none or this attempt is meant for others. */
    static int place(DeploymentPool group, AttemptScope scope, RoutingRequest request) {
        DeploymentId pinned = request.pinned();
        boolean others = scope.only() != null || scope.tier() != null || scope.leaveFailedOut();
        return pinned == null || others ? -1 : group.indexOf(pinned);
    }

    /** Whether constraints of the request have removed it. */
    static boolean denied(CandidateSet candidates, int place) {
        return place >= 0 && byConstraint(candidates.rejection(place));
    }

    static CallRefusal refusal(CandidateSet candidates, int place) {
        Rejection why = Objects.requireNonNull(candidates.rejection(place));
        return new CallRefusal.ContinuationDenied(candidates.group().name(), why.detail());
    }

    /** What passes with time is no constraint, nor is what this one call is too large or too special for. */
    private static boolean byConstraint(@Nullable Rejection why) {
        return why != null && !why.down() && !OF_THIS_CALL.contains(why.reason());
    }
}

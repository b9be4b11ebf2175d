package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.candidates.Rejection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt adds to the request's own constraints. It only ever narrows.
 *
 * @param only the one deployment called by its id; null means the whole group
 * @param tier the order tier to use; null means the lowest in play
 * @param full deployments that turned out to be at a limit, with the refusal should nobody else be left
 * @param failed deployments that failed in this request: the others go first
 * @param leaveFailedOut those that failed are out for good, as weighted failover wants it
 */
public record AttemptScope(
        @Nullable DeploymentId only,
        @Nullable Integer tier,
        List<Full> full,
        Set<DeploymentId> failed,
        boolean leaveFailedOut) {
    public static final AttemptScope WHOLE_GROUP = new AttemptScope(null, null, List.of(), Set.of(), false);

    /** A deployment that had no room left when it was asked. */
    public record Full(DeploymentId id, Rejection why, CallRefusal refusal) {}

    public static AttemptScope only(DeploymentId id) {
        return new AttemptScope(id, null, List.of(), Set.of(), false);
    }

    public static AttemptScope tier(int order) {
        return new AttemptScope(null, order, List.of(), Set.of(), false);
    }

    /** The next attempt of the same leg, once this deployment has failed. */
    public AttemptScope withFailed(DeploymentId id) {
        var all = new HashSet<>(failed);
        all.add(id);
        return new AttemptScope(only, tier, full, all, leaveFailedOut);
    }

    /** The same attempt again, without a deployment that turned out to be full. */
    public AttemptScope withFull(Full one) {
        var all = new ArrayList<>(full);
        all.add(one);
        return new AttemptScope(only, tier, List.copyOf(all), failed, leaveFailedOut);
    }

    /** For a retry: what was full a moment ago may have room again. */
    public AttemptScope afresh() {
        return full.isEmpty() ? this : new AttemptScope(only, tier, List.of(), failed, leaveFailedOut);
    }

    /** For those of the group that have not failed yet, and nobody else. */
    public AttemptScope leavingFailedOut() {
        return new AttemptScope(only, null, List.of(), failed, true);
    }
}

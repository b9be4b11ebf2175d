package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a group after filters went over it. */
public record Filtering(CandidateSet candidates, @Nullable CallRefusal refusal) {
    /** Runs filters over a whole group, as the router does, until nobody is left. */
    public static Filtering of(DeploymentPool pool, DecisionContext context, DeploymentFilter... filters) {
        return run(CandidateSet.all(pool, false), context, filters);
    }

    /** The same for a strategy that wants none that are at their limit. */
    public static Filtering respectingCapacity(
            DeploymentPool pool, DecisionContext context, DeploymentFilter... filters) {
        return run(CandidateSet.all(pool, true), context, filters);
    }

    /** The same for one deployment that is called by its id. */
    public static Filtering byId(DeploymentPool pool, String id, DecisionContext context, DeploymentFilter... filters) {
        return run(CandidateSet.only(pool, pool.indexOf(new DeploymentId(id))), context, filters);
    }

    private static Filtering run(CandidateSet candidates, DecisionContext context, DeploymentFilter... filters) {
        for (DeploymentFilter filter : filters) {
            filter.apply(candidates, context);
            if (candidates.isEmpty()) {
                return new Filtering(candidates, filter.refusal(candidates, context));
            }
        }
        return new Filtering(candidates, null);
    }

    /** The ids still in play, in configuration order. */
    public List<String> left() {
        var left = new ArrayList<String>();
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            left.add(candidates.deployment(place).id().value());
        }
        return left;
    }

    public @Nullable Rejection rejection(String id) {
        return candidates.rejection(candidates.pool().indexOf(new DeploymentId(id)));
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import java.util.ArrayList;

/** An admin's pause holds for everybody, also for calls that name the deployment. */
final class BlockedFilter implements DeploymentFilter {
    private static final Rejection PAUSED = new Rejection.Paused();

    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        candidates.remove(candidates.pool().paused(), PAUSED);
    }

    @Override
    public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
        if (!candidates.calledById()) {
            return context.noneAvailable(candidates);
        }
        var ids = new ArrayList<String>(1);
        candidates.forEachRemoved(
                (place, _) -> ids.add(candidates.deployment(place).id().value()));
        return new CallRefusal.Paused(ids.getFirst());
    }
}

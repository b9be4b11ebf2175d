package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.error.Refusal;
import dev.stellwerk.domain.routing.Candidates;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.routing.RoutingContext;
import java.util.ArrayList;

/** An admin's pause holds for everybody, also for calls that name the deployment. */
final class BlockedFilter implements DeploymentFilter {
    private static final Rejection PAUSED = new Rejection.Paused();

    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        candidates.remove(candidates.pool().paused(), PAUSED);
    }

    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        if (!candidates.calledById()) {
            return context.noneAvailable(candidates);
        }
        var ids = new ArrayList<String>(1);
        candidates.forEachRemoved(
                (place, _) -> ids.add(candidates.deployment(place).id().value()));
        return new Refusal.Paused(ids.getFirst());
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;

/** Nothing is sent to a deployment that cannot work as configured. */
final class HealthFilter implements DeploymentFilter {
    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        if (!candidates.anyOf(candidates.pool().outOfService())) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            String reason = candidates.deployment(place).outOfService();
            if (reason != null) {
                candidates.remove(place, new Rejection.OutOfService(reason));
            }
        }
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import java.util.Set;

/** A caller that reaches models by access groups alone gets the deployments of those groups, and those of none. */
final class AccessGroupFilter implements DeploymentFilter {
    private static final Rejection NOT_GRANTED = new Rejection.NotGranted();

    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        Set<String> granted = context.constraints().accessGroups();
        if (granted != null) {
            candidates.keepOnly(candidates.pool().openToAccessGroups(granted), NOT_GRANTED);
        }
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;

/** A team's deployments serve that team alone. */
final class TeamFilter implements DeploymentFilter {
    private static final Rejection OTHER_TEAM = new Rejection.OtherTeam();

    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        candidates.keepOnly(candidates.pool().openToTeam(context.constraints().teamId()), OTHER_TEAM);
    }
}

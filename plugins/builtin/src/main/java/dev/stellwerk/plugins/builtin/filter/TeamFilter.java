package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;

/** A team's deployments serve that team alone. */
final class TeamFilter implements DeploymentFilter {
    private static final Reason OTHER_TEAM = Reason.unfit("other_team", "belongs to another team");

    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        String teamId = context.request().caller().teamId().orElse(null);
        candidates.keepOnly(candidates.group().openToTeam(teamId), OTHER_TEAM);
    }

    /** That there are other teams' deployments is nobody's business. */
    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        return Refusal.of(Refusal.Kind.LATER);
    }
}

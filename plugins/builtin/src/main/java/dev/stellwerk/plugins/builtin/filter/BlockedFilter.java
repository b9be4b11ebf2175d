package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Mark;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;

/** An admin's pause holds for everybody, also for calls that name the deployment. */
final class BlockedFilter implements DeploymentFilter {
    private static final Reason PAUSED = Reason.down("paused", "paused by an admin");

    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        candidates.remove(candidates.group().marked(Mark.PAUSED), PAUSED);
    }

    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        return Refusal.of(candidates.calledById() ? Refusal.Kind.PAUSED : Refusal.Kind.LATER);
    }
}

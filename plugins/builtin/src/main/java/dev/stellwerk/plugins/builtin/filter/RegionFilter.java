package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.error.Refusal;
import dev.stellwerk.domain.routing.Candidates;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.RegionRule;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.routing.RoutingContext;
import java.util.List;

/**
 * Every restriction to regions holds, on every call and every attempt. A deployment without a region lies in none.
 *
 * <p>Runs before anything that passes with time, so that "nothing of the group lies there" is never said of deployments
 * that are only down for a while.
 */
final class RegionFilter implements DeploymentFilter {
    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        List<RegionRule> rules = context.constraints().regions();
        for (RegionRule rule : rules) {
            candidates.keepOnly(candidates.pool().within(rule.allowed()), new Rejection.OutsideRegion(rules));
        }
    }

    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        if (context.settings().litellmCompatible()) {
            return context.noneAvailable(candidates);
        }
        return new Refusal.RegionUnavailable(
                candidates.pool().name(),
                context.constraints().regions().stream()
                        .map(RegionRule::allowed)
                        .toList());
    }
}

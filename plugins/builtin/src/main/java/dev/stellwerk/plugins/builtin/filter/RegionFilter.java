package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import java.util.List;

/**
 * Every restriction to regions holds, on every call and every attempt. A deployment without a region lies in none.
 *
 * <p>Runs before anything that passes with time, so that "nothing of the group lies there" is never said of deployments
 * that are only down for a while.
 */
final class RegionFilter implements DeploymentFilter {
    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        List<RegionRestriction> rules = context.constraints().regions();
        for (RegionRestriction rule : rules) {
            candidates.keepOnly(candidates.pool().within(rule.allowed()), new Rejection.OutsideRegion(rules));
        }
    }

    @Override
    public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
        if (context.settings().litellmCompatible()) {
            return context.noneAvailable(candidates);
        }
        return new CallRefusal.RegionUnavailable(
                candidates.pool().name(),
                context.constraints().regions().stream()
                        .map(RegionRestriction::allowed)
                        .toList());
    }
}

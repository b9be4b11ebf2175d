package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RegionRule;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every restriction to regions holds, on every call and every attempt. A deployment without a region lies in none.
 *
 * <p>Runs before anything that passes with time, so that "nothing of the group lies there" is never said of deployments
 * that are only down for a while.
 */
final class RegionFilter implements DeploymentFilter {
    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        List<RegionRule> rules = context.request().regions();
        if (rules.isEmpty()) {
            return;
        }
        Reason outside = Reason.unfit("region_mismatch", () -> "must lie in " + words(rules));
        for (RegionRule rule : rules) {
            candidates.keepOnly(candidates.group().within(rule.allowed()), outside);
        }
    }

    private static String words(List<RegionRule> rules) {
        return rules.stream()
                .map(rule -> rule.allowed().stream().sorted().toList() + " (" + rule.source() + ")")
                .collect(Collectors.joining(" and in "));
    }

    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        return Refusal.of(context.rules().litellmCompatible() ? Refusal.Kind.LATER : Refusal.Kind.REGION_DENIED);
    }
}

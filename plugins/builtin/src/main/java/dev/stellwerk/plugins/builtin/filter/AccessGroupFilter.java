package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** A caller that reaches models by access groups alone gets the deployments of those groups, and those of none. */
final class AccessGroupFilter implements DeploymentFilter {
    private static final Reason NOT_GRANTED =
            Reason.unfit("access_group", "belongs to access groups that the caller was not granted");

    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        Optional<Set<String>> granted = context.request().caller().accessGroups();
        if (granted.isPresent()) {
            candidates.keepOnly(candidates.group().openToAccessGroups(granted.get()), NOT_GRANTED);
        }
    }

    /** Whoever was not granted a group is told no more than that nobody is there for them. */
    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        return Refusal.of(Refusal.Kind.LATER);
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import java.util.List;
import java.util.function.Supplier;

/**
 * The built-in filters by name, in the order in which they must run: first what can never change for a request (who the
 * caller is, where its data may go), then who is there at all just now, then what this request needs. A refusal names
 * the first constraint that leaves nobody, so the order decides what a caller is told.
 */
public final class BuiltInFilters {
    private BuiltInFilters() {}

    /** All of them, in order. */
    public static List<DeploymentFilterFactory> factories() {
        return List.of(
                factory("access", AccessGroupFilter::new),
                factory("team", TeamFilter::new),
                factory("region", RegionFilter::new),
                factory("health", HealthFilter::new),
                factory("blocked", BlockedFilter::new),
                factory("cooldown", CooldownFilter::new),
                factory("budget", BudgetFilter::new),
                factory("context", ContextFilter::new),
                factory("tags", TagFilter::new),
                factory("limits", LimitFilter::new));
    }

    private static DeploymentFilterFactory factory(String name, Supplier<DeploymentFilter> maker) {
        return DeploymentFilterFactory.of(name, _ -> maker.get());
    }
}

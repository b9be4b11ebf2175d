package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.routing.DeploymentFilter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * The built-in filters by name, in the order in which they run: first what can never change for a request (who the
 * caller is, where its data may go), then who is there at all just now, then what this request needs. A refusal names
 * the first constraint that leaves nobody, so the order decides what a caller is told.
 */
public final class BuiltInFilters {
    private static final SequencedMap<String, Supplier<DeploymentFilter>> IN_ORDER = new LinkedHashMap<>();

    static {
        IN_ORDER.put("access", AccessGroupFilter::new);
        IN_ORDER.put("team", TeamFilter::new);
        IN_ORDER.put("region", RegionFilter::new);
        IN_ORDER.put("health", HealthFilter::new);
        IN_ORDER.put("blocked", BlockedFilter::new);
        IN_ORDER.put("cooldown", CooldownFilter::new);
        IN_ORDER.put("budget", BudgetFilter::new);
        IN_ORDER.put("context", ContextFilter::new);
        IN_ORDER.put("tags", TagFilter::new);
        IN_ORDER.put("limits", LimitFilter::new);
    }

    private BuiltInFilters() {}

    /** All of them, in order. */
    public static SequencedMap<String, Supplier<DeploymentFilter>> inOrder() {
        return Collections.unmodifiableSequencedMap(IN_ORDER);
    }
}

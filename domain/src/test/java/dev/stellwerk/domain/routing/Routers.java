package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.guard.Mishaps;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Routers of filters and strategies that must not fail: a mishap fails the test. */
public final class Routers {
    /** Nothing may go wrong. */
    public static final Mishaps NONE = (extension, what, thrown) -> {
        throw new AssertionError(extension + " " + what, thrown);
    };

    private Routers() {}

    /** Filters run in this order; each is its own stage, {@code filter-0} and so on. */
    public static Router of(List<? extends DeploymentFilter> filters, Map<String, ? extends RoutingStrategy> byKey) {
        var guarded = new ArrayList<GuardedFilter>();
        for (int i = 0; i < filters.size(); i++) {
            guarded.add(guard("filter-" + i, filters.get(i)));
        }
        var strategies = new HashMap<String, GuardedStrategy>();
        byKey.forEach((key, strategy) -> strategies.put(key, guard(key, strategy, false)));
        return new Router(guarded, strategies);
    }

    public static GuardedFilter guard(String stage, DeploymentFilter filter) {
        return new GuardedFilter(stage, stage, filter, NONE);
    }

    public static GuardedStrategy guard(String name, RoutingStrategy strategy, boolean holdsLimits) {
        return new GuardedStrategy(name, holdsLimits, () -> strategy, NONE);
    }

    /** What filters and strategies see of this decision. */
    public static RoutingContext shown(DeploymentPool pool, DecisionContext context) {
        return new ContextView(context, context.random(), pool.turns(false), SpendOfPool.of(context, pool.budgets()));
    }
}

package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.guard.FilterRow;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a group after filters went over it. A filter that fails fails the test. */
public record Filtering(
        DeploymentPool pool,
        CandidateSet candidates,
        @Nullable CallRefusal refusal) {
    /** Runs filters over a whole group, as the router does, until nobody is left. */
    public static Filtering of(DeploymentPool pool, DecisionContext context, DeploymentFilter... filters) {
        return run(pool, CandidateSet.all(pool.view(), false), context, filters);
    }

    /** The same for a strategy that wants none that are at their limit. */
    public static Filtering holdingLimits(DeploymentPool pool, DecisionContext context, DeploymentFilter... filters) {
        return run(pool, CandidateSet.all(pool.view(), true), context, filters);
    }

    /** The same for one deployment that is called by its id. */
    public static Filtering byId(DeploymentPool pool, String id, DecisionContext context, DeploymentFilter... filters) {
        int place = pool.indexOf(new DeploymentId(id));
        return run(pool, CandidateSet.only(pool.view(), place), context, filters);
    }

    private static Filtering run(
            DeploymentPool pool, CandidateSet candidates, DecisionContext context, DeploymentFilter... filters) {
        RoutingContext shown = Routers.shown(pool, context);
        var guarded = new ArrayList<GuardedFilter>();
        for (int i = 0; i < filters.length; i++) {
            guarded.add(Routers.guard("filter-" + i, filters[i]));
        }
        FilterRow.Stop stop = new FilterRow(guarded).run(candidates, shown);
        if (stop == null) {
            return new Filtering(pool, candidates, null);
        }
        Refusal said = stop.filter().refusal(candidates, shown);
        return new Filtering(pool, candidates, new RefusalReading(candidates, context).of(stop.filter(), said));
    }

    /** The ids still in play, in configuration order. */
    public List<String> left() {
        var left = new ArrayList<String>();
        for (int place = 0; place < pool.size(); place++) {
            if (candidates.remains(place)) {
                left.add(pool.deployment(place).id().value());
            }
        }
        return left;
    }

    public @Nullable Rejection rejection(String id) {
        return candidates.rejection(pool.indexOf(new DeploymentId(id)));
    }

    /** Why it left: the word for programs and the sentence for people. */
    public String why(String id) {
        Rejection rejection = rejection(id);
        return rejection == null ? "in play" : rejection.reason() + ": " + rejection.detail();
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.request.DemandedTags;
import dev.stellwerk.domain.routing.request.SourcedTags;
import java.util.List;
import java.util.function.Function;

/**
 * What a group that may fall open gives a caller whose own constraints left nothing, or whose tag's carriers are all
 * down: the default deployments, or whoever is there. Policy holds all the same, and so does what the caller excluded.
 */
final class FailOpen {
    private final CandidateSet candidates;
    private final DeploymentPool pool;
    private final TagSelection selection;

    FailOpen(CandidateSet candidates, TagSelection selection) {
        this.candidates = candidates;
        this.pool = candidates.pool();
        this.selection = selection;
    }

    /** Where one demand was judged by the ordinary rules: within what the policy's own constraints leave. */
    long[] ordinary(DemandedTags demand, SourcedTags tags) {
        long[] base = selection.constrain(candidates.inPlay(), tags.policy());
        return open(base, tags.caller(), demand, rest -> selection.select(rest, true));
    }

    /** Where policy had selected a pool: within it. A tag that only others carry still is a try to leave it. */
    long[] inside(long[] policyPool, DemandedTags caller) {
        for (String tag : caller.plain()) {
            long[] carriers = pool.carriersOf(tag);
            if (carriers != null && !Bits.intersect(policyPool, carriers) && !candidates.anyDown(carriers)) {
                return pool.nobody();
            }
        }
        return open(policyPool.clone(), caller, caller, rest -> selection.selectInside(policyPool, rest));
    }

    private long[] open(long[] base, DemandedTags caller, DemandedTags demand, Function<DemandedTags, long[]> judge) {
        if (Bits.none(base) || !exhausted(base, caller, demand) || hidesSomebody(caller, demand, judge)) {
            return pool.nobody();
        }
        selection.exclude(base, caller.excluded());
        long[] defaultsLeft = Bits.and(base.clone(), selection.defaults());
        return Bits.none(defaultsLeft) ? base : defaultsLeft;
    }

    private boolean exhausted(long[] base, DemandedTags caller, DemandedTags demand) {
        boolean onlyConstraints = demand.plain().isEmpty() && caller.constrains();
        return onlyConstraints
                || Bits.none(selection.constrain(base.clone(), caller))
                || selection.carriersDown(demand.plain());
    }

    /** A required tag that nobody has, made up perhaps, must not open what the rest of the demand would have found. */
    private boolean hidesSomebody(DemandedTags caller, DemandedTags demand, Function<DemandedTags, long[]> judge) {
        List<String> madeUp = caller.required().stream()
                .filter(tag ->
                        pool.carriersOf(tag) == null && !caller.intended().contains(tag))
                .toList();
        return !madeUp.isEmpty() && !Bits.none(judge.apply(demand.withoutRequired(madeUp)));
    }
}

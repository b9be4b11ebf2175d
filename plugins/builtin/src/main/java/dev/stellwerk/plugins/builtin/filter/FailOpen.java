package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.RequestTags;
import dev.stellwerk.domain.spi.routing.TagDemand;
import java.util.List;
import java.util.function.Function;

/**
 * What a group that may fall open gives a caller whose own constraints left nothing, or whose tag's carriers are all
 * down: the default deployments, or whoever is there. Policy holds all the same, and so does what the caller excluded.
 */
final class FailOpen {
    private final Candidates candidates;
    private final GroupView group;
    private final TagSelection selection;

    FailOpen(Candidates candidates, TagSelection selection) {
        this.candidates = candidates;
        this.group = candidates.group();
        this.selection = selection;
    }

    /** A demand without some of what it requires. */
    private record Relaxed(TagDemand demand, List<String> required) implements TagDemand {
        @Override
        public List<String> plain() {
            return demand.plain();
        }

        @Override
        public List<String> excluded() {
            return demand.excluded();
        }

        @Override
        public List<String> intended() {
            return demand.intended();
        }
    }

    /** Where one demand was judged by the ordinary rules: within what the policy's own constraints leave. */
    Places ordinary(TagDemand demand, RequestTags tags) {
        Places base = selection.constrain(selection.inPlay(), tags.policy());
        return open(base, tags.caller(), demand, rest -> selection.select(rest, true));
    }

    /** Where policy had selected a pool: within it. A tag that only others carry still is a try to leave it. */
    Places inside(Places policyPool, TagDemand caller) {
        for (String tag : caller.plain()) {
            Places carriers = group.carrying(tag);
            if (group.knows(tag) && !policyPool.intersects(carriers) && !candidates.anyDown(carriers)) {
                return group.none();
            }
        }
        return open(policyPool, caller, caller, rest -> selection.selectInside(policyPool, rest));
    }

    private Places open(Places base, TagDemand caller, TagDemand demand, Function<TagDemand, Places> judge) {
        if (base.isEmpty() || !exhausted(base, caller, demand) || hidesSomebody(caller, demand, judge)) {
            return group.none();
        }
        Places admitted = selection.exclude(base, caller.excluded());
        Places defaultsLeft = admitted.and(selection.defaults());
        return defaultsLeft.isEmpty() ? admitted : defaultsLeft;
    }

    private boolean exhausted(Places base, TagDemand caller, TagDemand demand) {
        boolean callerConstrains =
                !caller.required().isEmpty() || !caller.excluded().isEmpty();
        return (demand.plain().isEmpty() && callerConstrains)
                || selection.constrain(base, caller).isEmpty()
                || selection.carriersDown(demand.plain());
    }

    /** A required tag that nobody has, made up perhaps, must not open what the rest of the demand would have found. */
    private boolean hidesSomebody(TagDemand caller, TagDemand demand, Function<TagDemand, Places> judge) {
        List<String> madeUp = caller.required().stream()
                .filter(tag -> !group.knows(tag) && !caller.intended().contains(tag))
                .toList();
        return !madeUp.isEmpty() && !judge.apply(without(madeUp, demand)).isEmpty();
    }

    private static TagDemand without(List<String> madeUp, TagDemand demand) {
        return new Relaxed(
                demand,
                demand.required().stream().filter(tag -> !madeUp.contains(tag)).toList());
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RequestTags;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.TagDemand;
import java.util.List;

/**
 * Routes by tags. What the tags of key and team mean beside the caller's own is the tag policy's matter; the ordinary
 * rules are those of {@link TagSelection}. Nobody left is the end of it: a tag that somebody in the group carries never
 * spills to the default deployments.
 */
final class TagFilter implements DeploymentFilter {
    private static final List<String> DEFAULT_ONLY = List.of(TagSelection.DEFAULT_TAG);

    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        RequestTags tags = context.request().tags();
        boolean filtering = candidates.group().tagFiltering(context.rules().tagFiltering());
        if (!tags.filteringForced() && !filtering) {
            return;
        }
        boolean matchAny = context.rules().tagsMatchAny();
        var selection = new TagSelection(candidates, matchAny, context.request().userAgent());
        switch (tags.mode()) {
            case STRICT -> strict(candidates, selection, tags, matchAny);
            case UNION -> ordinary(candidates, selection, tags.all(), tags, matchAny);
            case CALLER_REPLACES -> {
                TagDemand demand = tags.caller().asksNothing() ? tags.policy() : tags.caller();
                ordinary(candidates, selection, demand, tags, matchAny);
            }
        }
    }

    /** Policy selects a pool, the caller selects inside it. A user agent is the caller's word and opens no pool. */
    private static void strict(Candidates candidates, TagSelection selection, RequestTags tags, boolean matchAny) {
        TagDemand policy = tags.policy();
        TagDemand caller = tags.caller();
        if (policy.asksNothing()) {
            ordinary(candidates, selection, caller, tags, matchAny);
            return;
        }
        Places pool = selection.select(policy, policy.plain().isEmpty());
        Places selected = selection.selectInside(pool, caller);
        if (selected.isEmpty() && candidates.group().failOpen()) {
            Places opened = new FailOpen(candidates, selection).inside(pool, caller);
            if (!opened.isEmpty()) {
                candidates.keepOnly(opened, mismatch(caller, matchAny));
                return;
            }
        }
        remove(candidates, policy, pool, matchAny);
        remove(candidates, caller, selected, matchAny);
    }

    /** One demand decides: the caller's, that of policy, or both in one. */
    private static void ordinary(
            Candidates candidates, TagSelection selection, TagDemand demand, RequestTags tags, boolean matchAny) {
        Places selected = selection.select(demand, true);
        if (selected.isEmpty() && candidates.group().failOpen()) {
            Places opened = new FailOpen(candidates, selection).ordinary(demand, tags);
            if (!opened.isEmpty()) {
                candidates.keepOnly(opened, mismatch(demand, matchAny));
                return;
            }
        }
        remove(candidates, demand, selected, matchAny);
    }

    /** Whoever was not selected leaves, with the part of the demand that it fails. */
    private static void remove(Candidates candidates, TagDemand demand, Places selected, boolean matchAny) {
        GroupView group = candidates.group();
        for (String tag : demand.excluded()) {
            candidates.remove(
                    group.carrying(tag),
                    Reason.unfit("tag_excluded", () -> "must not carry any of " + demand.excluded()));
        }
        for (String tag : demand.required()) {
            candidates.keepOnly(
                    group.carrying(tag), Reason.unfit("tag_required", () -> "must carry " + demand.required()));
        }
        candidates.keepOnly(selected, mismatch(demand, matchAny));
    }

    private static Reason mismatch(TagDemand demand, boolean matchAny) {
        return matchAny
                ? Reason.unfit("tag_mismatch", () -> "needs one of " + needed(demand))
                : Reason.unfit("tag_mismatch", () -> "needs all of " + needed(demand));
    }

    private static List<String> needed(TagDemand demand) {
        return demand.plain().isEmpty() ? DEFAULT_ONLY : demand.plain();
    }

    /** An untagged request is not denied for its tags: the default deployments are only down. */
    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        boolean untagged = context.request().tags().names().isEmpty();
        Places defaults = candidates.group().carrying(TagSelection.DEFAULT_TAG);
        return Refusal.of(untagged && candidates.anyDown(defaults) ? Refusal.Kind.LATER : Refusal.Kind.TAGS_DENIED);
    }
}

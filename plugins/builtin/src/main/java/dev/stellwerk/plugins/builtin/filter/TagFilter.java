package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.deployment.TagRules;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.routing.request.DemandedTags;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.List;

/**
 * Routes by tags. What the tags of key and team mean beside the caller's own is the tag policy's matter; the ordinary
 * rules are those of {@link TagSelection}. Nobody left is the end of it: a tag that somebody in the group carries never
 * spills to the default deployments.
 */
final class TagFilter implements DeploymentFilter {
    private static final List<String> DEFAULT_ONLY = List.of(TagRules.DEFAULT_TAG);

    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        Constraints constraints = context.constraints();
        RoutingSettings.Tags settings = context.settings().tags();
        if (!constraints.tagFilteringForced() && !candidates.pool().tagFiltering(settings.filtering())) {
            return;
        }
        SourcedTags tags = constraints.tags().markedBy(settings.routingPrefix());
        boolean matchAny = settings.matchAny();
        var selection = new TagSelection(candidates, matchAny, context.facts().userAgent());
        switch (constraints.tagPolicy()) {
            case STRICT -> strict(candidates, selection, tags, matchAny);
            case UNION -> ordinary(candidates, selection, tags.all(), tags, matchAny);
            case CALLER_REPLACES -> {
                DemandedTags demand = tags.caller().asksNothing() ? tags.policy() : tags.caller();
                ordinary(candidates, selection, demand, tags, matchAny);
            }
        }
    }

    /** Policy selects a pool, the caller selects inside it. A user agent is the caller's word and opens no pool. */
    private static void strict(CandidateSet candidates, TagSelection selection, SourcedTags tags, boolean matchAny) {
        DemandedTags policy = tags.policy();
        DemandedTags caller = tags.caller();
        if (policy.asksNothing()) {
            ordinary(candidates, selection, caller, tags, matchAny);
            return;
        }
        long[] pool = selection.select(policy, policy.plain().isEmpty());
        long[] selected = selection.selectInside(pool, caller);
        if (Bits.none(selected) && candidates.pool().failOpen()) {
            long[] opened = new FailOpen(candidates, selection).inside(pool, caller);
            if (!Bits.none(opened)) {
                candidates.keepOnly(opened, mismatch(caller, matchAny));
                return;
            }
        }
        remove(candidates, policy, pool, matchAny);
        remove(candidates, caller, selected, matchAny);
    }

    /** One demand decides: the caller's, that of policy, or both in one. */
    private static void ordinary(
            CandidateSet candidates, TagSelection selection, DemandedTags demand, SourcedTags tags, boolean matchAny) {
        long[] selected = selection.select(demand, true);
        if (Bits.none(selected) && candidates.pool().failOpen()) {
            long[] opened = new FailOpen(candidates, selection).ordinary(demand, tags);
            if (!Bits.none(opened)) {
                candidates.keepOnly(opened, mismatch(demand, matchAny));
                return;
            }
        }
        remove(candidates, demand, selected, matchAny);
    }

    /** Whoever was not selected leaves, with the part of the demand that it fails. */
    private static void remove(CandidateSet candidates, DemandedTags demand, long[] selected, boolean matchAny) {
        DeploymentPool pool = candidates.pool();
        for (String tag : demand.excluded()) {
            long[] carriers = pool.carriersOf(tag);
            if (carriers != null) {
                candidates.remove(carriers, new Rejection.TagExcluded(demand.excluded()));
            }
        }
        for (String tag : demand.required()) {
            long[] carriers = pool.carriersOf(tag);
            candidates.keepOnly(
                    carriers == null ? pool.nobody() : carriers, new Rejection.TagRequired(demand.required()));
        }
        candidates.keepOnly(selected, mismatch(demand, matchAny));
    }

    private static Rejection mismatch(DemandedTags demand, boolean matchAny) {
        return new Rejection.TagMismatch(demand.plain().isEmpty() ? DEFAULT_ONLY : demand.plain(), !matchAny);
    }

    /** An untagged request is not denied for its tags: the default deployments are only down. */
    @Override
    public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
        SourcedTags tags = context.constraints().tags();
        long[] defaults = candidates.pool().carriersOf(TagRules.DEFAULT_TAG);
        if (tags.isEmpty() && defaults != null && candidates.anyDown(defaults)) {
            return context.noneAvailable(candidates);
        }
        return new CallRefusal.TagsDenied(candidates.pool().name(), tags.names());
    }
}

package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Mark;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.TagDemand;
import java.util.List;
import java.util.Optional;

/**
 * The ordinary rules of tag routing, for the candidates of one decision: which of them a demand selects. First what it
 * excludes leaves, then what lacks something required, then the plain tags choose among the rest. Changes nothing; an
 * empty set means that the demand is denied.
 */
final class TagSelection {
    /** The tag of deployments that serve requests no other tag claims. */
    static final String DEFAULT_TAG = "default";

    private final Candidates candidates;
    private final GroupView group;
    private final Places inPlay;
    private final boolean matchAny;
    private final Optional<String> userAgent;

    /**
     * @param matchAny one common tag is enough; otherwise all plain tags of the demand are needed
     * @param userAgent the client's, if it sent one
     */
    TagSelection(Candidates candidates, boolean matchAny, Optional<String> userAgent) {
        this.candidates = candidates;
        this.group = candidates.group();
        this.inPlay = candidates.inPlay();
        this.matchAny = matchAny;
        this.userAgent = userAgent;
    }

    /** Those that were in play when the filter began. */
    Places inPlay() {
        return inPlay;
    }

    /**
     * What a demand selects among the candidates.
     *
     * @param patternsStandIn a pattern for the user agent counts as much as a plain tag
     */
    Places select(TagDemand demand, boolean patternsStandIn) {
        Places left = constrain(inPlay, demand);
        if (demand.plain().isEmpty()) {
            return demand.required().isEmpty() ? forUntagged(left) : left;
        }
        Places matches = carriers(demand.plain()).and(left);
        if (patternsStandIn && patternsMatter(left)) {
            matches = matches.or(byPattern(left, !matchAny));
        }
        if (!matches.isEmpty()) {
            return matches;
        }
        return knownToGroup(demand.plain()) ? group.none() : left.and(defaults());
    }

    /**
     * What a caller's demand selects inside a pool that policy selected. Tags that nobody in the group carries are
     * labels; a tag that only others carry is a try to leave the pool.
     */
    Places selectInside(Places policyPool, TagDemand caller) {
        Places selected = constrain(policyPool, caller);
        boolean first = true;
        Places matches = selected;
        for (String tag : caller.plain()) {
            Places carriers = group.carrying(tag);
            if (carriers.isEmpty()) {
                continue;
            }
            if (!policyPool.intersects(carriers)) {
                return group.none();
            }
            matches = first ? carriers : matchAny ? matches.or(carriers) : matches.and(carriers);
            first = false;
        }
        return first ? selected : selected.and(matches);
    }

    /** Takes out of some places what the demand excludes and what lacks something that it requires. */
    Places constrain(Places some, TagDemand demand) {
        Places left = exclude(some, demand.excluded());
        for (String tag : demand.required()) {
            left = left.and(group.carrying(tag));
        }
        return left;
    }

    Places exclude(Places some, List<String> tags) {
        Places left = some;
        for (String tag : tags) {
            left = left.without(group.carrying(tag));
        }
        return left;
    }

    /** Those with all of the tags, or with any of them. */
    private Places carriers(List<String> tags) {
        Places found = group.carrying(tags.getFirst());
        for (int i = 1; i < tags.size(); i++) {
            Places more = group.carrying(tags.get(i));
            found = matchAny ? found.or(more) : found.and(more);
        }
        return found;
    }

    private boolean knownToGroup(List<String> tags) {
        for (String tag : tags) {
            if (group.knows(tag)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody who carries one of these would be in play if it were not down. */
    boolean carriersDown(List<String> tags) {
        for (String tag : tags) {
            if (candidates.anyDown(group.carrying(tag))) {
                return true;
            }
        }
        return false;
    }

    Places defaults() {
        return group.carrying(DEFAULT_TAG);
    }

    /** Requests that no tag claims go to the default deployments, if there are any, be they down or not. */
    private Places forUntagged(Places left) {
        if (patternsMatter(left)) {
            Places matches = byPattern(left, false);
            return matches.isEmpty() ? left.and(defaults()) : matches;
        }
        boolean defaultsAtHand = inPlay.intersects(defaults()) || candidates.anyDown(defaults());
        return defaultsAtHand ? left.and(defaults()) : left;
    }

    private boolean patternsMatter(Places left) {
        return userAgent.isPresent() && left.intersects(group.marked(Mark.WITH_USER_AGENT_PATTERN));
    }

    /**
     * Those with a pattern that the user agent matches.
     *
     * @param untaggedOnly a deployment with tags of its own is not rescued by its pattern
     */
    private Places byPattern(Places left, boolean untaggedOnly) {
        String client = userAgent.orElseThrow();
        return left.and(group.marked(Mark.WITH_USER_AGENT_PATTERN)).and(place -> {
            DeploymentView deployment = group.deployment(place);
            return !(untaggedOnly && !deployment.tags().isEmpty()) && deployment.matchesUserAgent(client);
        });
    }
}

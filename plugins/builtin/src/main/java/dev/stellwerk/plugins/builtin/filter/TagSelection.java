package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.deployment.TagRules;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.request.DemandedTags;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ordinary rules of tag routing, for the candidates of one decision: which of them a demand selects. First what it
 * excludes leaves, then what lacks something required, then the plain tags choose among the rest. Changes nothing; an
 * empty set means that the demand is denied.
 */
final class TagSelection {
    private static final int USER_AGENT_MAX = 1024;

    private final CandidateSet candidates;
    private final DeploymentPool pool;
    private final boolean matchAny;
    private final @Nullable String userAgent;

    /**
     * @param matchAny one common tag is enough; otherwise all plain tags of the demand are needed
     * @param userAgent the client's, if it sent one
     */
    TagSelection(CandidateSet candidates, boolean matchAny, @Nullable String userAgent) {
        this.candidates = candidates;
        this.pool = candidates.pool();
        this.matchAny = matchAny;
        this.userAgent = userAgent;
    }

    /**
     * What a demand selects among the candidates.
     *
     * @param patternsStandIn a pattern for the user agent counts as much as a plain tag
     */
    long[] select(DemandedTags demand, boolean patternsStandIn) {
        long[] left = constrain(candidates.inPlay(), demand);
        if (demand.plain().isEmpty()) {
            return demand.required().isEmpty() ? forUntagged(left) : left;
        }
        long[] matches = Bits.and(carriers(demand.plain()), left);
        if (patternsStandIn) {
            Bits.or(matches, byPattern(left, !matchAny));
        }
        if (!Bits.none(matches)) {
            return matches;
        }
        return knownToGroup(demand.plain()) ? pool.nobody() : Bits.and(left, defaults());
    }

    /**
     * What a caller's demand selects inside a pool that policy selected. Tags that nobody in the group carries are
     * labels; a tag that only others carry is a try to leave the pool.
     */
    long[] selectInside(long[] policyPool, DemandedTags caller) {
        long[] left = constrain(policyPool.clone(), caller);
        long[] matches = null;
        for (String tag : caller.plain()) {
            long[] carriers = pool.carriersOf(tag);
            if (carriers == null) {
                continue;
            }
            if (!Bits.intersect(policyPool, carriers)) {
                return pool.nobody();
            }
            if (matches == null) {
                matches = carriers.clone();
            } else if (matchAny) {
                Bits.or(matches, carriers);
            } else {
                Bits.and(matches, carriers);
            }
        }
        return matches == null ? left : Bits.and(left, matches);
    }

    /** Takes out of {@code bits} what the demand excludes and what lacks something that it requires. */
    long[] constrain(long[] bits, DemandedTags demand) {
        exclude(bits, demand.excluded());
        for (String tag : demand.required()) {
            Bits.and(bits, carriersOf(tag));
        }
        return bits;
    }

    long[] exclude(long[] bits, List<String> tags) {
        for (String tag : tags) {
            Bits.andNot(bits, carriersOf(tag));
        }
        return bits;
    }

    /** Those with all of the tags, or with any of them. */
    private long[] carriers(List<String> tags) {
        long[] found = carriersOf(tags.getFirst()).clone();
        for (int i = 1; i < tags.size(); i++) {
            long[] more = carriersOf(tags.get(i));
            if (matchAny) {
                Bits.or(found, more);
            } else {
                Bits.and(found, more);
            }
        }
        return found;
    }

    private long[] carriersOf(String tag) {
        long[] carriers = pool.carriersOf(tag);
        return carriers == null ? pool.nobody() : carriers;
    }

    boolean knownToGroup(List<String> tags) {
        for (String tag : tags) {
            if (pool.carriersOf(tag) != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody who carries one of these would be in play if it were not down. */
    boolean carriersDown(List<String> tags) {
        for (String tag : tags) {
            if (candidates.anyDown(carriersOf(tag))) {
                return true;
            }
        }
        return false;
    }

    long[] defaults() {
        return carriersOf(TagRules.DEFAULT_TAG);
    }

    /** Requests that no tag claims go to the default deployments, if there are any, be they down or not. */
    private long[] forUntagged(long[] left) {
        if (userAgent != null && Bits.intersect(left, pool.withPatterns())) {
            long[] matches = byPattern(left, false);
            return Bits.none(matches) ? Bits.and(left, defaults()) : matches;
        }
        boolean defaultsAtHand = candidates.anyOf(defaults()) || candidates.anyDown(defaults());
        return defaultsAtHand ? Bits.and(left, defaults()) : left;
    }

    /**
     * Those with a pattern that the user agent matches.
     *
     * @param untaggedOnly a deployment with tags of its own is not rescued by its pattern
     */
    private long[] byPattern(long[] left, boolean untaggedOnly) {
        var found = new long[left.length];
        if (userAgent == null || !Bits.intersect(left, pool.withPatterns())) {
            return found;
        }
        String header = "User-Agent: " + userAgent.substring(0, Math.min(userAgent.length(), USER_AGENT_MAX));
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            TagRules rules = pool.deployment(place).tagRules();
            boolean counts = (left[place >>> 6] & (1L << place)) != 0
                    && !(untaggedOnly && !rules.tags().isEmpty());
            if (counts && matchesAny(rules.userAgentPatterns(), header)) {
                found[place >>> 6] |= 1L << place;
            }
        }
        return found;
    }

    private static boolean matchesAny(List<Pattern> patterns, String header) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(header).find()) {
                return true;
            }
        }
        return false;
    }
}

package dev.stellwerk.domain.routing.request;

import dev.stellwerk.domain.spi.routing.TagDemand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The tags of a request, each with where it came from first. Those of key and team are policy; the others are the
 * caller's. A caller may repeat what policy says: then it counts as both.
 */
public final class SourcedTags {
    public static final SourcedTags NONE = new SourcedTags(new LinkedHashMap<>(), Set.of(), Set.of());

    private final SequencedMap<String, TagSource> sources;
    private final DemandedTags policy;
    private final DemandedTags caller;
    private final DemandedTags all;

    private SourcedTags(SequencedMap<String, TagSource> sources, Set<String> fromCaller, Set<String> marked) {
        this.sources = sources;
        var ofPolicy = new ArrayList<String>();
        sources.forEach((tag, source) -> {
            if (source.policy()) {
                ofPolicy.add(tag);
            }
        });
        policy = DemandedTags.of(ofPolicy, marked);
        caller = DemandedTags.of(fromCaller, marked);
        all = ofPolicy.isEmpty() ? caller : DemandedTags.of(sources.sequencedKeySet(), marked);
    }

    /** Gathers tags in the order in which they are given; a tag given twice keeps its first source, policy first. */
    public static final class Builder {
        private final String prefix;
        private final SequencedMap<String, TagSource> sources = new LinkedHashMap<>();
        private final Set<String> fromCaller = new LinkedHashSet<>();
        private final Set<String> marked = new HashSet<>(0);

        public Builder() {
            this("");
        }

        /** @param prefix marks tags as meant for routing and is taken off; empty means that none are marked */
        public Builder(String prefix) {
            this.prefix = prefix;
        }

        public Builder add(TagSource source, List<String> tags) {
            for (String given : tags) {
                String tag = unmarked(given);
                sources.merge(tag, source, (first, second) -> second.policy() && !first.policy() ? second : first);
                if (!source.policy()) {
                    fromCaller.add(tag);
                }
            }
            return this;
        }

        private String unmarked(String given) {
            if (prefix.isEmpty() || !given.startsWith(prefix)) {
                return given;
            }
            String tag = given.substring(prefix.length());
            marked.add(tag);
            return tag;
        }

        public SourcedTags build() {
            return sources.isEmpty() ? NONE : new SourcedTags(new LinkedHashMap<>(sources), fromCaller, marked);
        }
    }

    public static SourcedTags fromCaller(String... tags) {
        return new Builder().add(TagSource.BODY, List.of(tags)).build();
    }

    public boolean isEmpty() {
        return sources.isEmpty();
    }

    /** All of them, without repetition. */
    public List<String> names() {
        return List.copyOf(sources.keySet());
    }

    public Map<String, TagSource> sources() {
        return Collections.unmodifiableMap(sources);
    }

    public TagDemand policy() {
        return policy;
    }

    public TagDemand caller() {
        return caller;
    }

    public TagDemand all() {
        return all;
    }
}

package dev.stellwerk.domain.routing.request;

import dev.stellwerk.domain.spi.routing.TagDemand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The tags of a request, each with where it came from first. Those of key and team are policy; the others are the
 * caller's. A caller may repeat what policy says: then it counts as both.
 */
public final class SourcedTags {
    public static final SourcedTags NONE = new SourcedTags(new LinkedHashMap<>(), new LinkedHashSet<>(), "");

    private final SequencedMap<String, TagSource> sources;
    private final SequencedSet<String> fromCaller;
    private final DemandedTags policy;
    private final DemandedTags caller;
    private final DemandedTags all;

    private SourcedTags(SequencedMap<String, TagSource> sources, SequencedSet<String> fromCaller, String prefix) {
        this.sources = sources;
        this.fromCaller = fromCaller;
        var ofPolicy = new ArrayList<String>();
        sources.forEach((tag, source) -> {
            if (source.policy()) {
                ofPolicy.add(tag);
            }
        });
        policy = DemandedTags.of(ofPolicy, prefix);
        caller = DemandedTags.of(fromCaller, prefix);
        all = ofPolicy.isEmpty() ? caller : DemandedTags.of(sources.sequencedKeySet(), prefix);
    }

    /** Gathers tags in the order in which they are given; a tag given twice keeps its first source, policy first. */
    public static final class Builder {
        private final SequencedMap<String, TagSource> sources = new LinkedHashMap<>();
        private final SequencedSet<String> fromCaller = new LinkedHashSet<>();

        public Builder add(TagSource source, List<String> tags) {
            for (String tag : tags) {
                sources.merge(tag, source, (first, second) -> second.policy() && !first.policy() ? second : first);
            }
            if (!source.policy()) {
                fromCaller.addAll(tags);
            }
            return this;
        }

        public SourcedTags build() {
            return sources.isEmpty()
                    ? NONE
                    : new SourcedTags(new LinkedHashMap<>(sources), new LinkedHashSet<>(fromCaller), "");
        }
    }

    public static SourcedTags fromCaller(String... tags) {
        return new Builder().add(TagSource.BODY, List.of(tags)).build();
    }

    /** The same tags, read by a router that marks those meant for routing with a prefix; empty when it does not. */
    public SourcedTags markedBy(String prefix) {
        return prefix.isEmpty() || sources.isEmpty() ? this : new SourcedTags(sources, fromCaller, prefix);
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

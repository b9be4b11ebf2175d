package dev.stellwerk.domain.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The tags of a request, each with where it came from first. Those of key and team are policy; the others are the
 * caller's.
 */
public final class RequestTags {
    public static final RequestTags NONE = new RequestTags(new LinkedHashMap<>(), "");

    private final SequencedMap<String, TagSource> sources;
    private final TagDemand policy;
    private final TagDemand caller;
    private final TagDemand all;

    private RequestTags(SequencedMap<String, TagSource> sources, String prefix) {
        this.sources = sources;
        var ofPolicy = new ArrayList<String>();
        var ofCaller = new ArrayList<String>();
        sources.forEach((tag, source) -> (source.policy() ? ofPolicy : ofCaller).add(tag));
        policy = TagDemand.of(ofPolicy, prefix);
        caller = TagDemand.of(ofCaller, prefix);
        all = ofPolicy.isEmpty() ? caller : TagDemand.of(List.copyOf(sources.keySet()), prefix);
    }

    /** Gathers tags in the order in which they are given; a tag given twice keeps its first source, policy first. */
    public static final class Builder {
        private final SequencedMap<String, TagSource> sources = new LinkedHashMap<>();

        public Builder add(TagSource source, List<String> tags) {
            for (String tag : tags) {
                sources.merge(tag, source, (first, second) -> second.policy() && !first.policy() ? second : first);
            }
            return this;
        }

        public RequestTags build() {
            return sources.isEmpty() ? NONE : new RequestTags(new LinkedHashMap<>(sources), "");
        }
    }

    public static RequestTags fromCaller(String... tags) {
        return new Builder().add(TagSource.BODY, List.of(tags)).build();
    }

    /** The same tags, read by a router that marks those meant for routing with a prefix; empty when it does not. */
    public RequestTags markedBy(String prefix) {
        return prefix.isEmpty() || sources.isEmpty() ? this : new RequestTags(sources, prefix);
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

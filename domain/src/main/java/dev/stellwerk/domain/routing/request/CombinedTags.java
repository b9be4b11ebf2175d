package dev.stellwerk.domain.routing.request;

import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.spi.routing.RequestTags;
import dev.stellwerk.domain.spi.routing.TagDemand;
import java.util.List;
import java.util.Optional;

/** A request's tags with how they work together for this caller: what filters see of them. */
public record CombinedTags(SourcedTags tags, TagPolicy tagPolicy, boolean filteringForced) implements RequestTags {
    @Override
    public TagDemand policy() {
        return tags.policy();
    }

    @Override
    public TagDemand caller() {
        return tags.caller();
    }

    @Override
    public TagDemand all() {
        return tags.all();
    }

    @Override
    public Mode mode() {
        return switch (tagPolicy) {
            case STRICT -> Mode.STRICT;
            case UNION -> Mode.UNION;
            case CALLER_REPLACES -> Mode.CALLER_REPLACES;
        };
    }

    @Override
    public List<String> names() {
        return tags.names();
    }

    @Override
    public Optional<String> source(String tag) {
        return Optional.ofNullable(tags.sources().get(tag)).map(source -> source.label());
    }
}

package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Stable;
import java.util.List;
import java.util.Optional;

/** The tags of a request, those of policy (key, team) apart from the caller's own. Immutable. */
@Stable(since = "1.0")
public interface RequestTags {
    /** How policy and caller work together. More may be added. */
    enum Mode {
        /** Policy selects a pool, the caller selects inside it and never leaves it. */
        STRICT,
        /** All tags are one set. */
        UNION,
        /** The caller's tags, when there are any, stand for all. */
        CALLER_REPLACES
    }

    TagDemand policy();

    TagDemand caller();

    TagDemand all();

    Mode mode();

    /** Key or team switched tag filtering on, whatever group and router say. */
    boolean filteringForced();

    /** All of them as written, without repetition. */
    List<String> names();

    /** Where a tag came from first: {@code body}, {@code metadata}, {@code header}, {@code key} or {@code team}. */
    Optional<String> source(String tag);
}

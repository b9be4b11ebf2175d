package dev.stellwerk.domain.deployment;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tags mean for one deployment.
 *
 * @param tags compared exactly; {@code default} marks the deployments for requests that no tag claims
 * @param userAgentPatterns searched in {@code User-Agent: <value>}
 * @param filtering switches tag filtering for the whole group; null leaves it to the router's setting
 * @param failOpen the group may fall open when a caller's own constraints leave nothing
 */
public record TagRules(
        SequencedSet<String> tags,
        List<Pattern> userAgentPatterns,
        @Nullable Boolean filtering,
        boolean failOpen) {
    /** The tag of deployments that serve requests no other tag claims. */
    public static final String DEFAULT_TAG = "default";

    public static final TagRules NONE = new TagRules(new LinkedHashSet<>(), List.of(), null, false);

    public TagRules {
        tags = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(tags));
        userAgentPatterns = List.copyOf(userAgentPatterns);
    }

    /** Plain tags, nothing else. */
    public static TagRules of(String... tags) {
        return new TagRules(new LinkedHashSet<>(List.of(tags)), List.of(), null, false);
    }
}

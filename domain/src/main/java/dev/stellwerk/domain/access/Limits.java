package dev.stellwerk.domain.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a key, team or customer, per minute; null means none.
 *
 * @param requestsPerMinuteByModel for single model groups
 * @param tokensPerMinuteByModel for single model groups
 */
public record Limits(
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Integer parallelRequestsMax,
        Map<String, Long> requestsPerMinuteByModel,
        Map<String, Long> tokensPerMinuteByModel) {
    public static final Limits NONE = new Limits(null, null, null, Map.of(), Map.of());

    public Limits {
        requestsPerMinuteByModel = Map.copyOf(requestsPerMinuteByModel);
        tokensPerMinuteByModel = Map.copyOf(tokensPerMinuteByModel);
    }
}

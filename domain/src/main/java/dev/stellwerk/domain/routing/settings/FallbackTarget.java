package dev.stellwerk.domain.routing.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes when its own group fails.
 *
 * @param model a group, alias, wildcard-resolved name or deployment id; null means the same group with other fields
 * @param overrides request fields that this target replaces
 */
public record FallbackTarget(@Nullable String model, Map<String, Object> overrides) {
    public FallbackTarget {
        overrides = Map.copyOf(overrides);
    }

    public static FallbackTarget to(String model) {
        return new FallbackTarget(model, Map.of());
    }
}

package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.error.ErrorClass;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deployment's own rules for failures; null leaves a rule to the router's settings.
 *
 * @param retries how often a failed call to this deployment is tried anew
 * @param cooldown how long it sits out; zero means never
 * @param allowedFails failures tolerated before it sits out
 * @param allowedFailsByClass the same by kind of failure; empty means not set
 */
public record FailureRules(
        @Nullable Integer retries,
        @Nullable Duration cooldown,
        @Nullable Integer allowedFails,
        Map<ErrorClass, Integer> allowedFailsByClass) {
    public static final FailureRules INHERITED = new FailureRules(null, null, null, Map.of());

    public FailureRules {
        allowedFailsByClass = Map.copyOf(allowedFailsByClass);
    }
}

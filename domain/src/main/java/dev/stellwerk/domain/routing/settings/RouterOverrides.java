package dev.stellwerk.domain.routing.settings;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a key or team sets otherwise than the router; null leaves the router's own.
 *
 * @param strategy a name that may or may not be known
 * @param filteringForced tag filtering is on, whatever the router says
 */
public record RouterOverrides(
        @Nullable Fallbacks general,
        @Nullable Fallbacks contextWindow,
        @Nullable Fallbacks contentPolicy,
        @Nullable Integer retries,
        @Nullable Duration timeout,
        @Nullable Map<String, RetryPolicy> retryPolicyByGroup,
        @Nullable String strategy,
        boolean filteringForced) {
    public static final RouterOverrides NONE = new RouterOverrides(null, null, null, null, null, null, null, false);

    public RouterOverrides {
        retryPolicyByGroup = retryPolicyByGroup == null ? null : Map.copyOf(retryPolicyByGroup);
    }

    /** The router's settings with these, but for the strategy: whether there is one of that name is known elsewhere. */
    public RoutingSettings over(RoutingSettings base) {
        return base.withFallbacks(over(base.fallbacks()))
                .withFailures(over(base.failures()))
                .withTimeouts(new RoutingSettings.Bounds(
                        either(timeout, base.timeouts().whole()),
                        base.timeouts().stream(),
                        base.timeouts().connect()));
    }

    private RoutingSettings.FallbackRules over(RoutingSettings.FallbackRules base) {
        return new RoutingSettings.FallbackRules(
                either(general, base.general()),
                either(contextWindow, base.contextWindow()),
                either(contentPolicy, base.contentPolicy()),
                base.fallbacksMax(),
                base.weightedFailover(),
                base.atModelLimits());
    }

    private RoutingSettings.Failures over(RoutingSettings.Failures base) {
        return new RoutingSettings.Failures(
                either(retries, base.retries()),
                base.retryPauseMin(),
                base.retryPolicy(),
                either(retryPolicyByGroup, base.retryPolicyByGroup()),
                base.allowedFails(),
                base.allowedFailsByClass(),
                base.cooldown(),
                base.cooldownsDisabled(),
                base.retryAfterMax());
    }

    private static <T> T either(@Nullable T own, T base) {
        return own == null ? base : own;
    }
}

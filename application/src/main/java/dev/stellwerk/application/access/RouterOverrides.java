package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code router_settings} of a key or team, as far as they have an effect; null leaves the router's own.
 *
 * @param strategy a name that may or may not be known
 * @param filteringForced tag filtering is on, whatever the router says
 * @param problems the keys whose values make no sense; they count as not set
 */
public record RouterOverrides(
        @Nullable Fallbacks general,
        @Nullable Fallbacks contextWindow,
        @Nullable Fallbacks contentPolicy,
        @Nullable Integer retries,
        @Nullable Duration timeout,
        @Nullable Map<String, RetryPolicy> retryPolicyByGroup,
        @Nullable String strategy,
        boolean filteringForced,
        List<String> problems) {
    private static final int RETRIES_MAX = 10;
    private static final BigDecimal TIMEOUT_MAX_SECONDS = BigDecimal.valueOf(86_400);
    private static final Map<String, ErrorClass> POLICY_KEYS = Map.of(
            "BadRequestErrorRetries", ErrorClass.BAD_REQUEST,
            "AuthenticationErrorRetries", ErrorClass.AUTHENTICATION,
            "TimeoutErrorRetries", ErrorClass.TIMEOUT,
            "RateLimitErrorRetries", ErrorClass.RATE_LIMIT,
            "ContentPolicyViolationErrorRetries", ErrorClass.CONTENT_POLICY_VIOLATION,
            "InternalServerErrorRetries", ErrorClass.INTERNAL_SERVER,
            "ServiceUnavailableErrorRetries", ErrorClass.SERVICE_UNAVAILABLE,
            "BadGatewayErrorRetries", ErrorClass.BAD_GATEWAY,
            "NotFoundErrorRetries", ErrorClass.NOT_FOUND);
    private static final String POLICY_OTHERWISE = "DefaultRetries";

    public static RouterOverrides parse(Metadata settings) {
        var problems = new ArrayList<String>();
        var reader = new Reader(settings, problems);
        return new RouterOverrides(
                reader.value("fallbacks", RouterOverrides::fallbacks),
                reader.value("context_window_fallbacks", RouterOverrides::fallbacks),
                reader.value("content_policy_fallbacks", RouterOverrides::fallbacks),
                reader.value("num_retries", RouterOverrides::retries),
                reader.value("timeout", RouterOverrides::timeout),
                reader.value("model_group_retry_policy", RouterOverrides::policies),
                reader.value(
                        "routing_strategy",
                        value -> value instanceof String name ? Optional.of(name) : Optional.empty()),
                Boolean.TRUE.equals(reader.value(
                        "enable_tag_filtering",
                        value -> value instanceof Boolean flag ? Optional.of(flag) : Optional.empty())),
                List.copyOf(problems));
    }

    private record Reader(Metadata settings, List<String> problems) {
        <T> @Nullable T value(String key, Parser<T> parser) {
            Object value = settings.get(key);
            if (value == null) {
                return null;
            }
            Optional<T> parsed = parser.parse(value);
            if (parsed.isEmpty()) {
                problems.add(key);
                return null;
            }
            return parsed.get();
        }
    }

    /** Empty when the value has the wrong form. */
    private interface Parser<T> {
        Optional<T> parse(Object value);
    }

    private static Optional<Integer> retries(Object value) {
        return decimal(value)
                .filter(number -> number.stripTrailingZeros().scale() <= 0
                        && number.signum() >= 0
                        && number.compareTo(BigDecimal.valueOf(RETRIES_MAX)) <= 0)
                .map(BigDecimal::intValue);
    }

    private static Optional<Duration> timeout(Object seconds) {
        return decimal(seconds)
                .filter(number -> number.signum() > 0 && number.compareTo(TIMEOUT_MAX_SECONDS) <= 0)
                .map(number -> Duration.ofNanos(number.movePointRight(9).longValue()))
                .filter(Duration::isPositive);
    }

    private static Optional<BigDecimal> decimal(Object value) {
        try {
            return value instanceof Number ? Optional.of(new BigDecimal(value.toString())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // infinite, or not a number at all
        }
    }

    /** A list of objects with one entry each: a group and its targets. */
    private static Optional<Fallbacks> fallbacks(Object value) {
        if (!(value instanceof List<?> list)) {
            return Optional.empty();
        }
        var byGroup = new LinkedHashMap<String, List<FallbackTarget>>();
        for (Object entry : list) {
            if (!(entry instanceof Map<?, ?> map) || map.size() != 1) {
                return Optional.empty();
            }
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            Optional<List<FallbackTarget>> targets = targets(only.getValue());
            if (targets.isEmpty()) {
                return Optional.empty();
            }
            byGroup.put(String.valueOf(only.getKey()), targets.get());
        }
        return Optional.of(new Fallbacks(byGroup));
    }

    private static Optional<List<FallbackTarget>> targets(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return Optional.empty();
        }
        var targets = new ArrayList<FallbackTarget>();
        for (Object entry : list) {
            switch (entry) {
                case String model -> targets.add(FallbackTarget.to(model));
                case Map<?, ?> map -> targets.add(target(map));
                case null, default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(targets);
    }

    private static FallbackTarget target(Map<?, ?> map) {
        var overrides = new HashMap<String, Object>();
        map.forEach((key, value) -> {
            if (value != null && !"model".equals(key)) {
                overrides.put(String.valueOf(key), value);
            }
        });
        return new FallbackTarget(map.get("model") instanceof String model ? model : null, overrides);
    }

    private static Optional<Map<String, RetryPolicy>> policies(Object value) {
        if (!(value instanceof Map<?, ?> byGroup)) {
            return Optional.empty();
        }
        var policies = new HashMap<String, RetryPolicy>();
        for (Map.Entry<?, ?> entry : byGroup.entrySet()) {
            Optional<RetryPolicy> policy = policy(entry.getValue());
            if (policy.isEmpty()) {
                return Optional.empty();
            }
            policies.put(String.valueOf(entry.getKey()), policy.get());
        }
        return Optional.of(policies);
    }

    private static Optional<RetryPolicy> policy(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        var retries = new EnumMap<ErrorClass, Integer>(ErrorClass.class);
        Integer otherwise = null;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            ErrorClass kind = POLICY_KEYS.get(String.valueOf(entry.getKey()));
            Object given = entry.getValue();
            boolean others = POLICY_OTHERWISE.equals(entry.getKey());
            if ((kind == null && !others) || given == null) {
                continue;
            }
            Optional<Integer> count = retries(given);
            if (count.isEmpty()) {
                return Optional.empty();
            }
            if (kind == null) {
                otherwise = count.get();
            } else {
                retries.put(kind, count.get());
            }
        }
        return Optional.of(new RetryPolicy(retries, otherwise));
    }
}

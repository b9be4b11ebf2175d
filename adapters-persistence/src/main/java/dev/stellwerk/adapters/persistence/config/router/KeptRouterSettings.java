package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.model.FailurePolicies;
import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.id.ModelName;
import dev.stellwerk.domain.id.PlainText;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RouterOverrides;
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

/** Reads the {@code router_settings} that are kept with keys and teams, which have the names of the file's. */
public final class KeptRouterSettings implements RouterSettingsReader {
    private static final int RETRIES_MAX = 10;
    private static final BigDecimal TIMEOUT_MAX_SECONDS = BigDecimal.valueOf(86_400);

    @Override
    public Reading read(Metadata settings) {
        var unfit = new ArrayList<String>();
        var reader = new Entries(settings, unfit);
        var overrides = new RouterOverrides(
                reader.value("fallbacks", KeptRouterSettings::fallbacks),
                reader.value("context_window_fallbacks", KeptRouterSettings::fallbacks),
                reader.value("content_policy_fallbacks", KeptRouterSettings::fallbacks),
                reader.value("num_retries", KeptRouterSettings::retries),
                reader.value("timeout", KeptRouterSettings::timeout),
                reader.value("model_group_retry_policy", KeptRouterSettings::policies),
                reader.value(
                        "routing_strategy",
                        value -> value instanceof String name ? Optional.of(name) : Optional.empty()),
                Boolean.TRUE.equals(reader.value(
                        "enable_tag_filtering",
                        value -> value instanceof Boolean flag ? Optional.of(flag) : Optional.empty())));
        return new Reading(overrides, unfit);
    }

    private record Entries(Metadata settings, List<String> unfit) {
        <T> @Nullable T value(String key, Parser<T> parser) {
            Object value = settings.get(key);
            if (value == null) {
                return null;
            }
            Optional<T> parsed = parser.parse(value);
            if (parsed.isEmpty()) {
                unfit.add(key);
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
            Optional<String> name = modelName(only.getKey());
            Optional<List<FallbackTarget>> targets = targets(only.getValue());
            if (name.isEmpty() || targets.isEmpty()) {
                return Optional.empty();
            }
            byGroup.put(name.get(), targets.get());
        }
        return Optional.of(new Fallbacks(byGroup));
    }

    private static Optional<List<FallbackTarget>> targets(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return Optional.empty();
        }
        var targets = new ArrayList<FallbackTarget>();
        for (Object entry : list) {
            Optional<FallbackTarget> target = switch (entry) {
                case String model -> modelName(model).map(FallbackTarget::to);
                case Map<?, ?> map -> target(map);
                case null, default -> Optional.empty();
            };
            if (target.isEmpty()) {
                return Optional.empty();
            }
            targets.add(target.get());
        }
        return Optional.of(targets);
    }

    private static Optional<FallbackTarget> target(Map<?, ?> map) {
        var overrides = new HashMap<String, Object>();
        map.forEach((key, value) -> {
            if (value != null && !"model".equals(key)) {
                overrides.put(String.valueOf(key), value);
            }
        });
        return map.get("model") instanceof String model
                ? modelName(model).map(name -> new FallbackTarget(name, overrides))
                : Optional.of(new FallbackTarget(null, overrides));
    }

    /** Empty when no model can be called so. */
    private static Optional<String> modelName(Object text) {
        return Optional.of(String.valueOf(text)).filter(name -> PlainText.is(name, ModelName.BYTES_MAX));
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
            String name = String.valueOf(entry.getKey());
            ErrorClass kind = FailurePolicies.kindOfRetries(name);
            Object given = entry.getValue();
            boolean others = FailurePolicies.OTHERWISE.equals(name);
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

package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads numbers by kind of failure, such as {@code RateLimitErrorRetries: 2}. */
public final class FailurePolicies {
    private static final Map<String, ErrorClass> NAMES = Map.of(
            "BadRequestError", ErrorClass.BAD_REQUEST,
            "AuthenticationError", ErrorClass.AUTHENTICATION,
            "TimeoutError", ErrorClass.TIMEOUT,
            "RateLimitError", ErrorClass.RATE_LIMIT,
            "ContentPolicyViolationError", ErrorClass.CONTENT_POLICY_VIOLATION,
            "InternalServerError", ErrorClass.INTERNAL_SERVER,
            "ServiceUnavailableError", ErrorClass.SERVICE_UNAVAILABLE,
            "BadGatewayError", ErrorClass.BAD_GATEWAY,
            "NotFoundError", ErrorClass.NOT_FOUND);

    /** Stands for all kinds without a number of their own. */
    public static final String OTHERWISE = "DefaultRetries";

    private static final String RETRIES = "Retries";

    private FailurePolicies() {}

    public static Map<ErrorClass, Integer> allowedFails(Section section, String key) {
        return numbers(section.section(key), "AllowedFails");
    }

    public static RetryPolicy retries(Section policy) {
        Integer otherwise = policy.smallCount(OTHERWISE);
        return new RetryPolicy(numbers(policy, RETRIES), otherwise);
    }

    /** The kind whose number of retries has this name; null when there is none. */
    public static @Nullable ErrorClass kindOfRetries(String name) {
        return name.endsWith(RETRIES) ? NAMES.get(name.substring(0, name.length() - RETRIES.length())) : null;
    }

    private static Map<ErrorClass, Integer> numbers(Section policy, String ending) {
        var numbers = new EnumMap<ErrorClass, Integer>(ErrorClass.class);
        NAMES.forEach((name, kind) -> {
            Integer number = policy.smallCount(name + ending);
            if (number != null) {
                numbers.put(kind, number);
            }
        });
        policy.reportOthers(Level.WARNING);
        return numbers;
    }
}

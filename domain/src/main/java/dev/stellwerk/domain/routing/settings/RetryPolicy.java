package dev.stellwerk.domain.routing.settings;

import dev.stellwerk.domain.error.ErrorClass;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How often a call is tried anew, by kind of failure.
 *
 * @param otherwise for every kind that it does not name; null leaves these to the ordinary rules
 */
public record RetryPolicy(
        Map<ErrorClass, Integer> retries, @Nullable Integer otherwise) {
    public static final RetryPolicy NONE = new RetryPolicy(Map.of());

    public RetryPolicy(Map<ErrorClass, Integer> retries) {
        this(retries, null);
    }

    public RetryPolicy {
        retries = Map.copyOf(retries);
    }

    /** The most specific entry: content policy and context window errors are bad requests as well. */
    public OptionalInt retriesFor(ErrorClass kind) {
        Integer own = retries.get(kind);
        if (own == null
                && (kind == ErrorClass.CONTENT_POLICY_VIOLATION || kind == ErrorClass.CONTEXT_WINDOW_EXCEEDED)) {
            own = retries.get(ErrorClass.BAD_REQUEST);
        }
        if (own == null && kind == ErrorClass.CONNECTION) {
            own = retries.get(ErrorClass.INTERNAL_SERVER);
        }
        own = own == null ? otherwise : own;
        return own == null ? OptionalInt.empty() : OptionalInt.of(own);
    }
}

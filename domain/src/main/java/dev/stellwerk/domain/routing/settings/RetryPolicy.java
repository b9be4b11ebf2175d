package dev.stellwerk.domain.routing.settings;

import dev.stellwerk.domain.error.ErrorClass;
import java.util.Map;
import java.util.OptionalInt;

/** How often a call is tried anew, by kind of failure. Kinds that it does not name follow the ordinary rules. */
public record RetryPolicy(Map<ErrorClass, Integer> retries) {
    public static final RetryPolicy NONE = new RetryPolicy(Map.of());

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
        return own == null ? OptionalInt.empty() : OptionalInt.of(own);
    }
}

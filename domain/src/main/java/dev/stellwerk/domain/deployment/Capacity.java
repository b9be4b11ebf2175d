package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.routing.Stated;
import org.jspecify.annotations.Nullable;

/**
 * How much a deployment can take. Null means not stated, which is not the same as 0.
 *
 * @param weight share of simple-shuffle, relative to the others of the group
 * @param requestsPerMinute limit, and share when no weight is given
 * @param tokensPerMinute limit, and share when neither weight nor requests are given
 * @param parallelRequestsMax calls in flight; more have to wait
 */
public record Capacity(
        @Nullable Double weight,
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long inputTokensPerMinute,
        @Nullable Long outputTokensPerMinute,
        @Nullable Integer parallelRequestsMax) {
    /** Nothing stated. */
    public static final Capacity UNSTATED = new Capacity(null, null, null, null, null, null);

    public Capacity {
        refuseNegative("weight", weight);
        refuseNegative("rpm", requestsPerMinute);
        refuseNegative("tpm", tokensPerMinute);
        refuseNegative("itpm", inputTokensPerMinute);
        refuseNegative("otpm", outputTokensPerMinute);
        refuseNegative("max_parallel_requests", parallelRequestsMax);
    }

    /** What is stated under a figure; 0 when nothing is. */
    public double stated(Stated figure) {
        Number stated = switch (figure) {
            case WEIGHT -> weight;
            case REQUESTS_PER_MINUTE -> requestsPerMinute;
            case TOKENS_PER_MINUTE -> tokensPerMinute;
        };
        return stated == null ? 0 : stated.doubleValue();
    }

    private static void refuseNegative(String field, @Nullable Number value) {
        if (value != null && !(value.doubleValue() >= 0)) {
            throw new InvalidValue(field, value.toString(), "must not be negative");
        }
    }
}

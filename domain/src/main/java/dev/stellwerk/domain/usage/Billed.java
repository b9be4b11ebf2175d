package dev.stellwerk.domain.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a call is billed for beside its tokens, and how.
 *
 * @param serviceTier the tier in which the upstream says that it served the call; null means the usual one
 * @param images pictures that were made
 * @param pixels how many all of them have; 0 when nobody knows
 * @param seconds of sound
 * @param characters that were spoken
 * @param queries that were answered
 * @param webSearches that the model asked for
 */
public record Billed(
        @Nullable String serviceTier,
        long images,
        long pixels,
        BigDecimal seconds,
        long characters,
        long queries,
        long webSearches) {
    public static final Billed TOKENS = new Billed(null, 0, 0, BigDecimal.ZERO, 0, 0, 0);

    public static Billed images(long images, long pixels) {
        return new Billed(null, images, pixels, BigDecimal.ZERO, 0, 0, 0);
    }

    public static Billed seconds(BigDecimal seconds) {
        return new Billed(null, 0, 0, seconds, 0, 0, 0);
    }

    public static Billed characters(long characters) {
        return new Billed(null, 0, 0, BigDecimal.ZERO, characters, 0, 0);
    }

    public static Billed queries(long queries) {
        return new Billed(null, 0, 0, BigDecimal.ZERO, 0, queries, 0);
    }

    /** Text in a tier, with searches. */
    public static Billed of(@Nullable String serviceTier, long webSearches) {
        return serviceTier == null && webSearches == 0
                ? TOKENS
                : new Billed(serviceTier, 0, 0, BigDecimal.ZERO, 0, 0, webSearches);
    }
}

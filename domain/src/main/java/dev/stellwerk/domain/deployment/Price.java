package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.spi.InvalidValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * US dollars per token. An explicit 0 means free.
 *
 * @param cacheReadPerToken for input that the provider has in its cache; null means as any input
 * @param cacheWritePerToken for input that it puts there; null means as any input
 * @param longCacheWritePerToken for input that it is to keep there for longer than usual; null means as other writes
 */
public record Price(
        BigDecimal inputPerToken,
        BigDecimal outputPerToken,
        @Nullable BigDecimal cacheReadPerToken,
        @Nullable BigDecimal cacheWritePerToken,
        @Nullable BigDecimal longCacheWritePerToken) {
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    public Price {
        requireNotNegative(inputPerToken);
        requireNotNegative(outputPerToken);
        requireNotNegative(cacheReadPerToken);
        requireNotNegative(cacheWritePerToken);
        requireNotNegative(longCacheWritePerToken);
    }

    /** Without prices of its own for what a cache has a part in. */
    public Price(BigDecimal inputPerToken, BigDecimal outputPerToken) {
        this(inputPerToken, outputPerToken, null, null, null);
    }

    private static void requireNotNegative(@Nullable BigDecimal dollars) {
        if (dollars != null && dollars.signum() < 0) {
            throw new InvalidValue("price", dollars.toString(), "must not be negative");
        }
    }

    public BigDecimal cacheRead() {
        return cacheReadPerToken == null ? inputPerToken : cacheReadPerToken;
    }

    public BigDecimal cacheWrite() {
        return cacheWritePerToken == null ? inputPerToken : cacheWritePerToken;
    }

    public BigDecimal longCacheWrite() {
        return longCacheWritePerToken == null ? cacheWrite() : longCacheWritePerToken;
    }

    public boolean free() {
        return inputPerToken.signum() == 0
                && outputPerToken.signum() == 0
                && cacheRead().signum() == 0
                && cacheWrite().signum() == 0
                && longCacheWrite().signum() == 0;
    }

    /** What one input and one output token cost together: the figure by which deployments are compared. */
    public double perTokenPair() {
        return inputPerToken.doubleValue() + outputPerToken.doubleValue();
    }
}

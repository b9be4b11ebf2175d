package dev.stellwerk.domain.usage;

import dev.stellwerk.domain.deployment.Price;
import java.math.BigDecimal;

/**
 * Tokens of one call; never negative.
 *
 * @param promptTokens all of the prompt, those that a cache of the provider has a part in included
 * @param cacheReadTokens of the prompt, those that the provider had in its cache
 * @param cacheWriteTokens of the prompt, those that it put there
 * @param longCacheWriteTokens of those it put there, the ones to be kept for longer than usual
 */
public record TokenUsage(
        long promptTokens,
        long completionTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long longCacheWriteTokens) {
    public static final TokenUsage NONE = new TokenUsage(0, 0);

    public TokenUsage {
        promptTokens = Math.max(0, promptTokens);
        completionTokens = Math.max(0, completionTokens);
        cacheReadTokens = Math.clamp(cacheReadTokens, 0, promptTokens);
        cacheWriteTokens = Math.clamp(cacheWriteTokens, 0, promptTokens - cacheReadTokens);
        longCacheWriteTokens = Math.clamp(longCacheWriteTokens, 0, cacheWriteTokens);
    }

    /** Without a cache. */
    public TokenUsage(long promptTokens, long completionTokens) {
        this(promptTokens, completionTokens, 0, 0, 0);
    }

    public long total() {
        return promptTokens + completionTokens;
    }

    /** Exact dollars; each token is paid for once. */
    public BigDecimal cost(Price price) {
        long plain = promptTokens - cacheReadTokens - cacheWriteTokens;
        BigDecimal cost = times(price.inputPerToken(), plain).add(times(price.outputPerToken(), completionTokens));
        return cacheReadTokens == 0 && cacheWriteTokens == 0
                ? cost
                : cost.add(times(price.cacheRead(), cacheReadTokens))
                        .add(times(price.cacheWrite(), cacheWriteTokens - longCacheWriteTokens))
                        .add(times(price.longCacheWrite(), longCacheWriteTokens));
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}

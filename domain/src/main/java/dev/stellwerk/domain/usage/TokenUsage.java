package dev.stellwerk.domain.usage;

import dev.stellwerk.domain.deployment.Price;
import java.math.BigDecimal;

/** Tokens of one call; never negative. */
public record TokenUsage(long promptTokens, long completionTokens) {
    public static final TokenUsage NONE = new TokenUsage(0, 0);

    public TokenUsage {
        promptTokens = Math.max(0, promptTokens);
        completionTokens = Math.max(0, completionTokens);
    }

    public long total() {
        return promptTokens + completionTokens;
    }

    /** Exact dollars. */
    public BigDecimal cost(Price price) {
        return price.inputPerToken()
                .multiply(BigDecimal.valueOf(promptTokens))
                .add(price.outputPerToken().multiply(BigDecimal.valueOf(completionTokens)));
    }
}

package dev.stellwerk.domain.usage;

import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.price.PriceTerms;
import dev.stellwerk.domain.price.TokenPrice;
import dev.stellwerk.domain.price.UnitPrice;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one call used; never negative.
 *
 * @param promptTokens all of the prompt, those that a cache of the provider has a part in included
 * @param completionTokens all of the answer, what was thought before it included
 * @param cacheReadTokens of the prompt, those that the provider had in its cache
 * @param cacheWriteTokens of the prompt, those that it put there
 * @param longCacheWriteTokens of those it put there, the ones to be kept for longer than usual
 * @param kinds of the prompt without the cache's part, and of the answer, those that are no text
 * @param billed what is paid for beside tokens
 */
public record TokenUsage(
        long promptTokens,
        long completionTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long longCacheWriteTokens,
        TokenKinds kinds,
        Billed billed) {
    public static final TokenUsage NONE = new TokenUsage(0, 0);

    public TokenUsage {
        promptTokens = Math.max(0, promptTokens);
        completionTokens = Math.max(0, completionTokens);
        cacheReadTokens = Math.clamp(cacheReadTokens, 0, promptTokens);
        cacheWriteTokens = Math.clamp(cacheWriteTokens, 0, promptTokens - cacheReadTokens);
        longCacheWriteTokens = Math.clamp(longCacheWriteTokens, 0, cacheWriteTokens);
        kinds = kinds.equals(TokenKinds.TEXT)
                ? TokenKinds.TEXT
                : kinds.within(promptTokens - cacheReadTokens - cacheWriteTokens, completionTokens);
    }

    /** Of text. */
    public TokenUsage(
            long promptTokens,
            long completionTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            long longCacheWriteTokens) {
        this(
                promptTokens,
                completionTokens,
                cacheReadTokens,
                cacheWriteTokens,
                longCacheWriteTokens,
                TokenKinds.TEXT,
                Billed.TOKENS);
    }

    /** Of text, without a cache. */
    public TokenUsage(long promptTokens, long completionTokens) {
        this(promptTokens, completionTokens, 0, 0, 0);
    }

    /** The same for an answer of another length. */
    public TokenUsage withCompletion(long tokens) {
        return new TokenUsage(
                promptTokens, tokens, cacheReadTokens, cacheWriteTokens, longCacheWriteTokens, kinds, billed);
    }

    /** The same, billed otherwise. */
    public TokenUsage with(Billed other) {
        return other.equals(billed)
                ? this
                : new TokenUsage(
                        promptTokens,
                        completionTokens,
                        cacheReadTokens,
                        cacheWriteTokens,
                        longCacheWriteTokens,
                        kinds,
                        other);
    }

    public long total() {
        return promptTokens + completionTokens;
    }

    /** Exact dollars; each token is paid for once, and what has tokens for it is not paid for by the piece as well. */
    public BigDecimal cost(Price price) {
        BigDecimal listed = listed(price);
        return price.terms().equals(PriceTerms.LIST) ? listed : price.terms().apply(listed);
    }

    private BigDecimal listed(Price price) {
        TokenPrice per = price.tokens(promptTokens, billed.serviceTier());
        BigDecimal cost = ofText(per);
        if (cacheReadTokens != 0 || cacheWriteTokens != 0) {
            cost = cost.add(times(per.ofCacheRead(), cacheReadTokens))
                    .add(times(per.ofCacheWrite(), cacheWriteTokens - longCacheWriteTokens))
                    .add(times(per.ofLongCacheWrite(), longCacheWriteTokens));
        }
        if (!kinds.equals(TokenKinds.TEXT)) {
            cost = cost.add(times(per.ofAudioInput(), kinds.audioInput()))
                    .add(times(per.ofImageInput(), kinds.imageInput()))
                    .add(times(per.ofReasoning(), kinds.reasoning()))
                    .add(times(per.ofAudioOutput(), kinds.audioOutput()))
                    .add(times(per.ofImageOutput(), kinds.imageOutput()));
        }
        return price.units().equals(UnitPrice.NONE) ? cost : cost.add(ofUnits(price.units(), cost.signum() != 0));
    }

    private BigDecimal ofText(TokenPrice per) {
        long read = promptTokens - cacheReadTokens - cacheWriteTokens - kinds.audioInput() - kinds.imageInput();
        long written = completionTokens - kinds.reasoning() - kinds.audioOutput() - kinds.imageOutput();
        return times(per.ofInput(), read).add(times(per.ofOutput(), written));
    }

    private BigDecimal ofUnits(UnitPrice per, boolean tokensPaid) {
        BigDecimal cost = times(per.perRequest(), 1)
                .add(times(per.perQuery(), billed.queries()))
                .add(times(per.perWebSearch(), billed.webSearches()));
        if (tokensPaid) {
            return cost;
        }
        BigDecimal second = per.perSecond() == null ? BigDecimal.ZERO : per.perSecond();
        BigDecimal picture = per.perImage() != null
                ? times(per.perImage(), billed.images())
                : times(per.perPixel(), billed.pixels());
        return cost.add(picture)
                .add(second.multiply(billed.seconds()))
                .add(times(per.perCharacter(), billed.characters()));
    }

    private static BigDecimal times(@Nullable BigDecimal price, long count) {
        return price == null || count == 0 ? BigDecimal.ZERO : price.multiply(BigDecimal.valueOf(count));
    }
}

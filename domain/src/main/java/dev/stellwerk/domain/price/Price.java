package dev.stellwerk.domain.price;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What calls of a model cost, in US dollars. An explicit 0 means free.
 *
 * @param tokens of a usual call
 * @param special of calls under a condition; the first that applies counts
 * @param units what is paid for beside tokens, or instead of them
 * @param terms what is paid of all this
 */
public record Price(TokenPrice tokens, List<SpecialPrice> special, UnitPrice units, PriceTerms terms) {
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    public Price {
        special = List.copyOf(special);
        units = units.equals(UnitPrice.NONE) ? UnitPrice.NONE : units;
        terms = terms.equals(PriceTerms.LIST) ? PriceTerms.LIST : terms;
    }

    /** Of text, without prices of its own for what a cache has a part in. */
    public Price(BigDecimal inputPerToken, BigDecimal outputPerToken) {
        this(new TokenPrice(inputPerToken, outputPerToken));
    }

    /** Of tokens, whatever the call. */
    public Price(TokenPrice tokens) {
        this(tokens, List.of(), UnitPrice.NONE, PriceTerms.LIST);
    }

    /** Of text, with prices for what a cache has a part in. */
    public Price(
            BigDecimal inputPerToken,
            BigDecimal outputPerToken,
            @Nullable BigDecimal cacheReadPerToken,
            @Nullable BigDecimal cacheWritePerToken,
            @Nullable BigDecimal longCacheWritePerToken) {
        this(new TokenPrice(
                inputPerToken,
                outputPerToken,
                cacheReadPerToken,
                cacheWritePerToken,
                longCacheWritePerToken,
                null,
                null,
                null,
                null,
                null));
    }

    /** The same price on other terms. */
    public Price on(PriceTerms other) {
        return new Price(tokens, special, units, other);
    }

    /** Null where tokens are not what is paid for. */
    public @Nullable BigDecimal inputPerToken() {
        return tokens.input();
    }

    /** Null where tokens are not what is paid for. */
    public @Nullable BigDecimal outputPerToken() {
        return tokens.output();
    }

    /** What tokens of a call cost. */
    public TokenPrice tokens(long promptTokens, @Nullable String serviceTier) {
        for (int i = 0; i < special.size(); i++) {
            SpecialPrice one = special.get(i);
            if (one.applies(promptTokens, serviceTier)) {
                return one.tokens();
            }
        }
        return tokens;
    }

    /** Whether no call costs anything. */
    public boolean free() {
        return terms.perCall().signum() == 0
                && !tokens.charges()
                && !units.charges()
                && special.stream().noneMatch(one -> one.tokens().charges());
    }
}

package dev.stellwerk.domain.price;

import java.math.BigDecimal;

/**
 * What is paid instead of the list price: a discount that a provider gives, a margin that is asked of callers.
 *
 * @param factor of the list price
 * @param perCall US dollars that every call costs on top
 */
public record PriceTerms(BigDecimal factor, BigDecimal perCall) {
    public static final PriceTerms LIST = new PriceTerms(BigDecimal.ONE, BigDecimal.ZERO);

    public PriceTerms {
        TokenPrice.requireNotNegative(factor);
        TokenPrice.requireNotNegative(perCall);
    }

    public BigDecimal apply(BigDecimal listed) {
        return listed.multiply(factor).add(perCall);
    }
}

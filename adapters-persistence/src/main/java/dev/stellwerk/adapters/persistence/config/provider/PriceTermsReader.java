package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.price.PriceTerms;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is paid of list prices: {@code cost_discount_config}, the part that a provider leaves off, and
 * {@code cost_margin_config}, the part that callers pay on top.
 */
public final class PriceTermsReader {
    private static final String GLOBAL = "global";
    private static final String DISCOUNT = "cost_discount_config";
    private static final String MARGIN = "cost_margin_config";

    private PriceTermsReader() {}

    /** By provider; {@code global} holds for the others. */
    public static Map<String, PriceTerms> read(Section litellm) {
        Section discounts = litellm.section(DISCOUNT);
        Section margins = litellm.section(MARGIN);
        Margin everybody = Objects.requireNonNullElse(margin(margins, GLOBAL), Margin.NONE);
        var providers = new LinkedHashSet<>(discounts.all().keySet());
        providers.addAll(margins.all().keySet());
        var terms = new HashMap<String, PriceTerms>();
        for (String provider : providers) {
            Margin own = margin(margins, provider);
            Margin margin = own == null ? everybody : own;
            BigDecimal left = BigDecimal.ONE.subtract(discount(discounts, provider));
            terms.put(provider, new PriceTerms(left.multiply(BigDecimal.ONE.add(margin.share())), margin.dollars()));
        }
        return terms;
    }

    /** A part of the price, and dollars for each call. */
    private record Margin(BigDecimal share, BigDecimal dollars) {
        static final Margin NONE = new Margin(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static BigDecimal discount(Section discounts, String provider) {
        Value written = discounts.get(provider);
        BigDecimal share = written == null ? null : written.amount();
        if (written != null && share != null && share.compareTo(BigDecimal.ONE) > 0) {
            written.error("is a part of the price, from 0 to 1");
            return BigDecimal.ZERO;
        }
        return share == null ? BigDecimal.ZERO : share;
    }

    private static @Nullable Margin margin(Section margins, String provider) {
        Value written = margins.get(provider);
        if (written == null) {
            return null;
        }
        if (!written.isMap()) {
            BigDecimal share = written.amount();
            return share == null ? null : new Margin(share, BigDecimal.ZERO);
        }
        BigDecimal share = written.section().amount("percentage");
        BigDecimal dollars = written.section().amount("fixed_amount");
        return new Margin(share == null ? BigDecimal.ZERO : share, dollars == null ? BigDecimal.ZERO : dollars);
    }
}

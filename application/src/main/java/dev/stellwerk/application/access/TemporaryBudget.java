package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A raise of a key's budget that ends by itself. */
public final class TemporaryBudget {
    public static final String INCREASE = "temp_budget_increase";
    public static final String EXPIRY = "temp_budget_expiry";

    private TemporaryBudget() {}

    /** The key with the raise in its budget while that lasts. */
    public static ApiKey applied(ApiKey key, Instant now) {
        BigDecimal max = key.budget().max();
        if (max == null
                || !(key.extra().get(INCREASE) instanceof Number increase)
                || !(key.extra().get(EXPIRY) instanceof String expiry)
                || parse(expiry).filter(now::isBefore).isEmpty()) {
            return key;
        }
        Budget own = key.budget();
        return key.withBudget(new Budget(
                max.add(new BigDecimal(increase.toString())), own.soft(), own.duration(), own.resetAt(), own.spend()));
    }

    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty(); // the caller says what to do about a text that is no time
        }
    }
}

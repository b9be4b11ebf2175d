package dev.stellwerk.domain.access;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent and what was, in dollars.
 *
 * @param max null means no bound; 0 means nothing may be spent
 * @param soft passing it only raises an alert
 * @param duration the period as configured, such as {@code 30d}; null means for good
 * @param resetAt when the period ends
 * @param spend since the period began
 */
public record Budget(
        @Nullable BigDecimal max,
        @Nullable BigDecimal soft,
        @Nullable String duration,
        @Nullable Instant resetAt,
        BigDecimal spend) {
    public static final Budget NONE = new Budget(null, null, null, null, BigDecimal.ZERO);

    /** Whether nothing more may be spent. */
    public boolean spent() {
        return max != null && spend.compareTo(max) >= 0;
    }

    /** Until it begins anew; zero when it never does, or is due. */
    public Duration left(Instant now) {
        return resetAt == null || resetAt.isBefore(now) ? Duration.ZERO : Duration.between(now, resetAt);
    }

    public Budget withMax(BigDecimal value) {
        return new Budget(value, soft, duration, resetAt, spend);
    }

    public Budget withSpend(BigDecimal value) {
        return new Budget(max, soft, duration, resetAt, value);
    }
}

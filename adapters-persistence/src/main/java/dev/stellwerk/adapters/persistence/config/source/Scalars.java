package dev.stellwerk.adapters.persistence.config.source;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text to values. Empty means that the text is no such value. */
final class Scalars {
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:0|[1-9][0-9_]{0,30})?(?:\\.[0-9_]{0,30})?(?:[eE][-+]?[0-9]{1,2})?");
    private static final Pattern PERIOD = Pattern.compile("([0-9]{1,9})(s|m|h|d|w|mo)?");
    private static final Duration MONTH = Duration.ofDays(30);

    private Scalars() {}

    static Optional<Boolean> flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Optional.of(true);
            case "false", "no", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A decimal number. {@code 010} is none: one reads it as eight, another as ten. */
    static Optional<BigDecimal> number(String text) {
        String stripped = text.strip();
        boolean digits = stripped.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (!digits || !NUMBER.matcher(stripped).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(stripped.replace("_", "")));
        } catch (NumberFormatException e) { // such as e5: digits, but not where they are needed
            return Optional.empty();
        }
    }

    static Optional<Long> whole(String text) {
        return number(text).flatMap(Scalars::exact);
    }

    private static Optional<Long> exact(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) { // has decimals, or is out of range
            return Optional.empty();
        }
    }

    static Optional<Duration> period(String text) {
        Matcher matcher = PERIOD.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        Duration period = switch (unit == null ? "s" : unit) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            case "w" -> Duration.ofDays(7 * amount);
            case "mo" -> MONTH.multipliedBy(amount);
            default -> Duration.ofSeconds(amount);
        };
        return period.isPositive() ? Optional.of(period) : Optional.empty();
    }
}

package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.application.inmemory.InMemoryBudgetHolds.Statement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Dollars as the server counts them: whole billionths, as many as a double holds exactly. What is spent and held is
 * rounded down and bounds are rounded up, so that nobody is refused for a rounding; this instance's own part was judged
 * to the last digit before.
 */
final class Budgets {
    private static final int DIGITS = 9;
    private static final BigDecimal EXACT_MAX = BigDecimal.valueOf(1L << 53);

    private Budgets() {}

    static String dollars(BigDecimal dollars) {
        return number(dollars, RoundingMode.FLOOR);
    }

    static String bound(BigDecimal dollars) {
        return number(dollars, RoundingMode.CEILING);
    }

    private static String number(BigDecimal dollars, RoundingMode rounding) {
        return dollars.movePointRight(DIGITS)
                .setScale(0, rounding)
                .max(BigDecimal.ZERO)
                .min(EXACT_MAX)
                .toPlainString();
    }

    static BigDecimal ofNumber(long billionths) {
        return BigDecimal.valueOf(billionths, DIGITS).stripTrailingZeros();
    }

    /** Version, what is on its way, what the books showed, and the end of their period. */
    static void add(List<String> arguments, Statement statement) {
        arguments.add(Long.toString(statement.version()));
        arguments.add(dollars(statement.onItsWay()));
        arguments.add(dollars(statement.booked()));
        arguments.add(
                statement.resetAt() == null
                        ? "0"
                        : Long.toString(Math.max(0, statement.resetAt().toEpochMilli())));
    }
}

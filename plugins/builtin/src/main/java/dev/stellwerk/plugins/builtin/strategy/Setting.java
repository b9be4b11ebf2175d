package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.spi.InvalidValue;
import java.util.Map;

/** Reads one entry of {@code routing_strategy_args}. */
final class Setting {
    private Setting() {}

    /**
     * A number that is not negative; as text when it came from the environment.
     *
     * @throws InvalidValue when it is anything else
     */
    static double number(Map<String, Object> settings, String name, double otherwise) {
        Object value = settings.get(name);
        double number =
                value == null ? otherwise : value instanceof Number given ? given.doubleValue() : parse(name, value);
        if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
            throw new InvalidValue(name, String.valueOf(value), "must be a number from 0 upwards");
        }
        return number;
    }

    private static double parse(String name, Object value) {
        try {
            return Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw new InvalidValue(name, value.toString(), "must be a number");
        }
    }
}

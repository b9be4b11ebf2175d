package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.error.FieldRules;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.domain.id.PlainText;
import org.jspecify.annotations.Nullable;

/** The query parameters of management requests. */
final class RecordQuery {
    private RecordQuery() {}

    /** A text that a record could hold; null when it is missing or empty. */
    static @Nullable String text(Exchange exchange, String name) {
        String text = exchange.query(name);
        if (text != null && (text.length() > FieldReader.TEXT_MAX || !PlainText.is(text))) {
            String problem = name + " " + FieldRules.text(FieldReader.TEXT_MAX);
            throw new ValidationFault("value_error", "query", name, problem, null);
        }
        return text;
    }

    static String required(Exchange exchange, String name) {
        String text = text(exchange, name);
        if (text == null) {
            throw ValidationFault.missing("query", name);
        }
        return text;
    }

    /** A whole number from {@code least} to {@code most}; {@code otherwise} when it is missing. */
    static int number(Exchange exchange, String name, int least, int most, int otherwise) {
        String text = exchange.query(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number that is out of range
        }
        throw new ValidationFault(
                "int_range", "query", name, "Input should be a whole number from " + least + " to " + most, text);
    }
}

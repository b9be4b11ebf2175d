package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Json;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of a management request: those that its route knows; the answer names the others. */
record Fields(Map<String, Object> known) {
    private static final HeaderName IGNORED = HeaderNames.create("x-gateway-ignored-fields");
    private static final int NAMED_MAX = 20;

    /** Reads a body as an object. */
    static Fields read(Exchange exchange, Set<String> names) {
        var known = new LinkedHashMap<String, Object>();
        var ignored = new TreeSet<String>();
        Json.object(exchange.jsonBody()).forEach((name, value) -> {
            if (names.contains(name)) {
                known.put(name, value);
            } else {
                ignored.add(name);
            }
        });
        if (!ignored.isEmpty()) {
            exchange.set(
                    IGNORED, String.join(",", ignored.stream().limit(NAMED_MAX).toList()));
        }
        return new Fields(known);
    }

    /** A text that must be there. */
    String required(String name) {
        Object value = known.get(name);
        if (value == null) {
            throw ValidationFault.missing("body", name);
        }
        return text(name, value);
    }

    /** Texts that must be there. */
    List<String> requiredList(String name) {
        List<String> values = list(name);
        if (values == null) {
            throw ValidationFault.missing("body", name);
        }
        return values;
    }

    @Nullable
    List<String> list(String name) {
        Object value = known.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> items)) {
            throw new ValidationFault("list_type", "body", name, "Input should be a valid list", value);
        }
        var texts = new ArrayList<String>();
        items.forEach(item -> texts.add(text(name, item)));
        return texts;
    }

    private static String text(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new ValidationFault("string_type", "body", name, "Input should be a valid string", value);
    }

    /** All but one. */
    Map<String, Object> without(String name) {
        var rest = new LinkedHashMap<>(known);
        rest.remove(name);
        return rest;
    }
}

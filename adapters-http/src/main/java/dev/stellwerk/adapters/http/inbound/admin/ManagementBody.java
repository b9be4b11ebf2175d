package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.admin.FieldTable.Effect;
import dev.stellwerk.adapters.http.inbound.error.FieldRules;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Json;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.domain.id.PlainText;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of a management request: the fields that have an effect. Those that would restrict and do not are refused, as
 * whoever sets them believes that they hold; the answer names those that nobody knows.
 */
record ManagementBody(Map<String, @Nullable Object> fields) {
    private static final HeaderName IGNORED = HeaderNames.create("x-gateway-ignored-fields");
    private static final int NAMED_MAX = 20;

    /** Values of kinds of limits that promise nothing. */
    private static final Set<String> KINDS_WITHOUT_A_PROMISE = Set.of("best_effort_throughput", "dynamic");

    /** Reads a body as an object, and lets the answer name what is left out. */
    static ManagementBody read(Exchange exchange, FieldTable table) {
        var ignored = new TreeSet<String>();
        ManagementBody body = of(Json.object(exchange.jsonBody()), table, ignored);
        if (!ignored.isEmpty()) {
            exchange.set(
                    IGNORED, String.join(",", ignored.stream().limit(NAMED_MAX).toList()));
        }
        return body;
    }

    /** The fields of these that have an effect; the names of those that nobody knows are added to the set. */
    static ManagementBody of(Map<String, @Nullable Object> given, FieldTable table, Set<String> ignored) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        given.forEach((name, value) -> {
            requireWhole(name, value);
            take(name, value, table, "", fields, ignored);
        });
        narrow("metadata", FieldTable.METADATA, true, fields, ignored);
        narrow("router_settings", FieldTable.ROUTER_SETTINGS, false, fields, ignored);
        return new ManagementBody(fields);
    }

    /** No database keeps half a character; those that lie deeper were found when the body was read. */
    private static void requireWhole(String field, @Nullable Object value) {
        if (!PlainText.is(field) || field.length() > FieldReader.TEXT_MAX) {
            throw FieldReader.malformed("a name", FieldRules.text(FieldReader.TEXT_MAX));
        }
        if (value instanceof String text && hasHalfSurrogate(text)) {
            throw FieldReader.malformed(field, "holds half of a surrogate pair");
        }
    }

    private static boolean hasHalfSurrogate(String text) {
        return text.codePoints()
                .anyMatch(letter -> letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE);
    }

    /** The same for the members of a field that is an object. */
    private static void narrow(
            String field,
            FieldTable table,
            boolean unknownKept,
            Map<String, @Nullable Object> fields,
            Set<String> ignored) {
        if (!(fields.get(field) instanceof Map<?, ?> object)) {
            return;
        }
        var members = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (unknownKept && table.effect(name) == null) {
                members.put(name, value);
            } else {
                take(name, value, table, field + ".", members, ignored);
            }
        });
        fields.put(field, members);
    }

    private static void take(
            String name,
            @Nullable Object value,
            FieldTable table,
            String path,
            Map<String, @Nullable Object> fields,
            Set<String> ignored) {
        switch (table.effect(name)) {
            case WORKS, KEPT -> fields.put(name, value);
            case RESTRICTS ->
                requireNothing(
                        path + name,
                        value,
                        "is not enforced by this version, so that it would protect nothing: leave it out");
            case REFERS ->
                requireNothing(path + name, value, "names something that this version does not have: leave it out");
            case null -> ignored.add(path + name);
        }
    }

    private static void requireNothing(String field, @Nullable Object value, String problem) {
        boolean nothing = switch (value) {
            case null -> true;
            case Boolean flag -> !flag;
            case String text -> text.isEmpty() || KINDS_WITHOUT_A_PROMISE.contains(text);
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> object -> object.isEmpty();
            default -> false;
        };
        if (!nothing) {
            throw new RefusedField(field, field + " " + problem);
        }
    }

    /** A text that must be there. */
    String required(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw ValidationFault.missing("body", name);
        }
        return text(name, value);
    }

    /** Null when it is missing or null. */
    @Nullable
    String optional(String name) {
        Object value = fields.get(name);
        return value == null ? null : text(name, value);
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
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> items)) {
            throw new ValidationFault("list_type", "body", name, "Input should be a valid list", value);
        }
        FieldReader.requireRoom(name, items.size());
        var texts = new ArrayList<String>();
        items.forEach(item -> texts.add(text(name, item)));
        return texts;
    }

    private static String text(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return FieldReader.asText(name, text);
        }
        throw new ValidationFault("string_type", "body", name, "Input should be a valid string", value);
    }

    /** All but one. */
    ManagementBody without(String name) {
        var rest = new LinkedHashMap<>(fields);
        rest.remove(name);
        return new ManagementBody(rest);
    }

    /** Those fields that are kept without being understood. */
    Map<String, @Nullable Object> kept(FieldTable table) {
        var kept = new LinkedHashMap<>(fields);
        kept.keySet().removeIf(name -> table.effect(name) != Effect.KEPT);
        return kept;
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading trees of maps, lists and scalars, in which anything may stand anywhere. */
final class Values {
    private Values() {}

    /** A copy of an object; empty when it is none. */
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> copy.put(String.valueOf(name), member));
        }
        return copy;
    }

    /** The elements of a list; empty when it is none. */
    static List<@Nullable Object> elements(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<@Nullable Object>(list) : new ArrayList<>();
    }

    static @Nullable String text(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof String text ? text : null;
    }

    static String textOr(Map<String, @Nullable Object> object, String name, String otherwise) {
        return object.get(name) instanceof String text ? text : otherwise;
    }

    static Map<String, @Nullable Object> of(String name, Object value) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put(name, value);
        return object;
    }

    static Map<String, @Nullable Object> of(String name, Object value, String otherName, Object otherValue) {
        Map<String, @Nullable Object> object = of(name, value);
        object.put(otherName, otherValue);
        return object;
    }
}

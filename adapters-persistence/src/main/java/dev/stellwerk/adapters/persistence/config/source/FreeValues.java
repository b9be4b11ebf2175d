package dev.stellwerk.adapters.persistence.config.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of no declared type, as JSON knows them: text, {@link Long}, {@link Double}, {@link Boolean}, null, lists and
 * maps. Only {@code true} and {@code false} are switches, so that a country code {@code no} stays text.
 */
public final class FreeValues {
    /** Stands for a variable that is not set: nothing is left behind where it was referred to, not even null. */
    private enum Gap {
        UNSET
    }

    private FreeValues() {}

    static @Nullable Object of(Content content, String path, Scope scope) {
        Object value = any(content, path, scope);
        return Gap.UNSET.equals(value) ? null : value;
    }

    private static @Nullable Object any(Content content, String path, Scope scope) {
        return switch (content) {
            case Content.Scalar scalar -> scalar(scalar, path, scope);
            case Content.Items list -> list(list, path, scope);
            case Content.Fields map -> map(map, path, scope);
        };
    }

    private static @Nullable Object scalar(Content.Scalar scalar, String path, Scope scope) {
        if (scalar.isNull()) {
            return null;
        }
        String variable = scalar.variable();
        if (variable != null) {
            String value = scope.lookUp(variable, scalar.place(), path);
            return value == null ? Gap.UNSET : typed(value);
        }
        return scalar.literal() ? scalar.text() : typed(scalar.text());
    }

    private static Object typed(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> Scalars.number(text).<Object>map(FreeValues::number).orElse(text);
        };
    }

    private static Object number(BigDecimal number) {
        boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= 18;
        return whole ? (Object) number.longValue() : (Object) number.doubleValue();
    }

    private static Object list(Content.Items list, String path, Scope scope) {
        var values = new ArrayList<@Nullable Object>();
        int place = 0;
        for (Content item : list.items()) {
            Object value = any(item, path + "[" + place++ + "]", scope);
            if (!Gap.UNSET.equals(value)) {
                values.add(value);
            }
        }
        return Collections.unmodifiableList(values);
    }

    private static Object map(Content.Fields map, String path, Scope scope) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        map.fields().forEach((key, field) -> {
            Object value = any(field.value(), Section.join(path, key), scope);
            if (!Gap.UNSET.equals(value)) {
                values.put(key, value);
            }
        });
        return Collections.unmodifiableMap(values);
    }

    /** A copy without nulls, for maps in which absent and null mean the same. */
    public static Map<String, Object> withoutNulls(Map<String, @Nullable Object> values) {
        var present = new LinkedHashMap<String, Object>();
        values.forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        return present;
    }
}

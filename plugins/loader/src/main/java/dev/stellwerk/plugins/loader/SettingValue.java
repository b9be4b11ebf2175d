package dev.stellwerk.plugins.loader;

import dev.stellwerk.domain.spi.InvalidValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads one value of a plugin's settings as the type that its record wants. */
final class SettingValue {
    private static final Pattern LENGTH = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");

    private SettingValue() {}

    /**
     * The value as the type wants it.
     *
     * @param standard the default, for what is missing inside of a section
     * @param field for messages
     */
    static Object read(@Nullable Object given, Type type, @Nullable Object standard, String field) {
        if (given == null) {
            throw new InvalidValue(field, "", "must have a value");
        }
        return switch (type) {
            case ParameterizedType of -> many(given, of, field);
            case Class<?> plain when plain.isRecord() -> section(given, standard, field);
            case Class<?> plain -> single(given, plain, field);
            default -> throw unusable(type, field);
        };
    }

    private static Object section(Object given, @Nullable Object standard, String field) {
        if (!(given instanceof Map<?, ?> entries) || !(standard instanceof Record defaults)) {
            throw new InvalidValue(field, given.toString(), "must be a section");
        }
        var section = new LinkedHashMap<String, Object>();
        entries.forEach((key, value) -> section.put(String.valueOf(key), value));
        return SettingsBinder.bind(section, defaults, field + ".");
    }

    private static Object many(Object given, ParameterizedType type, String field) {
        Type of = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (type.getRawType() == Map.class) {
            if (!(given instanceof Map<?, ?> entries)) {
                throw new InvalidValue(field, given.toString(), "must be a section");
            }
            var map = new LinkedHashMap<String, Object>();
            entries.forEach((key, value) -> map.put(String.valueOf(key), read(value, of, null, field + "." + key)));
            return Collections.unmodifiableMap(map);
        }
        if (!(given instanceof Collection<?> values)) {
            throw new InvalidValue(field, given.toString(), "must be a list");
        }
        List<Object> list =
                values.stream().map(value -> read(value, of, null, field)).toList();
        if (type.getRawType() == List.class) {
            return list;
        }
        if (type.getRawType() == Set.class) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(list));
        }
        throw unusable(type, field);
    }

    private static Object single(Object given, Class<?> type, String field) {
        try {
            if (type == String.class) {
                return text(given, field);
            } else if (type == boolean.class || type == Boolean.class) {
                return bool(given, field);
            } else if (type == int.class || type == Integer.class) {
                return Math.toIntExact(whole(given, field));
            } else if (type == long.class || type == Long.class) {
                return whole(given, field);
            } else if (type == double.class || type == Double.class) {
                return decimal(given, field);
            } else if (type == Duration.class) {
                return length(text(given, field), field);
            } else if (type == LocalTime.class) {
                return LocalTime.parse(text(given, field));
            } else if (type == ZoneId.class) {
                return ZoneId.of(text(given, field));
            } else if (type == URI.class) {
                return URI.create(text(given, field));
            } else if (type == Pattern.class) {
                return Pattern.compile(text(given, field));
            } else if (type.isEnum()) {
                return constant(text(given, field), type, field);
            }
        } catch (DateTimeException | PatternSyntaxException | ArithmeticException e) {
            throw new InvalidValue(field, given.toString(), "must be " + wanted(type));
        }
        throw unusable(type, field);
    }

    private static String wanted(Class<?> type) {
        return type == LocalTime.class
                ? "a time of day such as 22:30"
                : type == ZoneId.class
                        ? "a time zone such as Europe/Berlin"
                        : type == Pattern.class ? "a regular expression" : "a whole number that is not as large";
    }

    private static String text(Object given, String field) {
        if (given instanceof Map || given instanceof Collection) {
            throw new InvalidValue(field, given.toString(), "must be a single value");
        }
        return given.toString();
    }

    private static boolean bool(Object given, String field) {
        return switch (given.toString()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValue(field, given.toString(), "must be true or false");
        };
    }

    private static double decimal(Object given, String field) {
        try {
            return given instanceof Number number ? number.doubleValue() : Double.parseDouble(text(given, field));
        } catch (NumberFormatException e) {
            throw new InvalidValue(field, given.toString(), "must be a number");
        }
    }

    private static long whole(Object given, String field) {
        double number = decimal(given, field);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw new InvalidValue(field, given.toString(), "must be a whole number");
        }
        return (long) number;
    }

    private static Duration length(String text, String field) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw new InvalidValue(field, text, "must be a length of time such as 250ms, 30s, 5m, 2h or 1d");
        }
        double millis = Double.parseDouble(length.group(1))
                * switch (length.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
        return Duration.ofMillis((long) millis);
    }

    private static Object constant(String text, Class<?> type, String field) {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (written(constant).equals(text)) {
                return constant;
            }
        }
        throw new InvalidValue(
                field,
                text,
                "must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(constants)
                                        .map(SettingValue::written)
                                        .toList()));
    }

    private static String written(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT);
    }

    private static IllegalStateException unusable(Type type, String field) {
        return new IllegalStateException(field + ": settings cannot be of " + type.getTypeName());
    }
}

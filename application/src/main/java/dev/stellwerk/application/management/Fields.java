package dev.stellwerk.application.management;

import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.spi.InvalidValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one management request, read with their types checked. Every reader takes what holds now and answers
 * what holds afterwards: a missing field changes nothing, a null clears.
 */
final class Fields {
    private static final int TEXT_MAX = 2_048;
    private static final int ENTRIES_MAX = 10_000;
    private static final int REGIONS_MAX = 64;
    private static final int DIGITS_MAX = 30;

    private final Map<String, Object> given;

    Fields(Map<String, Object> given) {
        this.given = given;
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** The names of those that are there, as known ones. */
    List<String> among(Set<String> known) {
        return given.keySet().stream().filter(known::contains).toList();
    }

    @Nullable
    String text(String name, @Nullable String now) {
        return readOrNull(name, now, Fields::asText);
    }

    boolean flag(String name, boolean now) {
        return read(name, now, false, (field, value) -> {
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw malformed(field, "must be true or false");
        });
    }

    List<String> texts(String name, List<String> now) {
        return read(name, now, List.of(), Fields::asTexts);
    }

    @Nullable
    Long count(String name, @Nullable Long now) {
        return readOrNull(name, now, Fields::asCount);
    }

    @Nullable
    Integer smallCount(String name, @Nullable Integer now) {
        Long value = count(name, now == null ? null : now.longValue());
        return value == null ? null : Integer.valueOf((int) Math.min(value, Integer.MAX_VALUE));
    }

    @Nullable
    BigDecimal dollars(String name, @Nullable BigDecimal now) {
        return readOrNull(name, now, Fields::asDollars);
    }

    Map<String, Long> counts(String name, Map<String, Long> now) {
        return read(name, now, Map.of(), (field, value) -> entries(field, value, Fields::asCount));
    }

    @Nullable
    Map<String, String> names(String name, @Nullable Map<String, String> now) {
        return readOrNull(name, now, (field, value) -> entries(field, value, Fields::asText));
    }

    @Nullable
    Map<String, Object> object(String name, @Nullable Map<String, Object> now) {
        return readOrNull(name, now, Fields::asObject);
    }

    /** One label or a list of them. */
    Set<Region> regions(String name, Set<Region> now) {
        return read(name, now, Set.of(), Fields::asRegions);
    }

    /** What is kept and shown without being understood. */
    Map<String, Object> kept(Set<String> names, Map<String, Object> now) {
        var all = new LinkedHashMap<>(now);
        for (String name : among(names)) {
            Object value = given.get(name);
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** Null when the field is missing or null. */
    @Nullable
    Object raw(String name) {
        return given.get(name);
    }

    private <T> T read(String name, T now, T cleared, BiFunction<String, Object, T> parser) {
        T value = readOrNull(name, now, parser);
        return value == null ? cleared : value;
    }

    private <T> @Nullable T readOrNull(String name, @Nullable T now, BiFunction<String, Object, T> parser) {
        if (!given.containsKey(name)) {
            return now;
        }
        Object value = given.get(name);
        return value == null ? null : parser.apply(name, value);
    }

    static ManagementFault malformed(String field, String problem) {
        return new ManagementFault(Kind.MALFORMED_FIELD, field, field + " " + problem);
    }

    private static String asText(String field, Object value) {
        if (value instanceof String text
                && text.length() <= TEXT_MAX
                && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        throw malformed(
                field, "must be a text of at most " + TEXT_MAX + " characters, none of them a control character");
    }

    private static List<String> asTexts(String field, Object value) {
        if (!(value instanceof List<?> list) || list.size() > ENTRIES_MAX) {
            throw malformed(field, "must be a list of texts");
        }
        var texts = new ArrayList<String>(list.size());
        for (Object entry : list) {
            if (entry == null) {
                throw malformed(field, "must be a list of texts");
            }
            texts.add(asText(field, entry));
        }
        return List.copyOf(texts);
    }

    private static Long asCount(String field, Object value) {
        BigDecimal number = number(field, value);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw malformed(field, "must be a whole number, 0 or more");
        }
    }

    private static BigDecimal asDollars(String field, Object value) {
        return number(field, value);
    }

    private static BigDecimal number(String field, Object value) {
        BigDecimal number = value instanceof Number ? decimal(value.toString()) : null;
        if (number == null
                || number.signum() < 0
                || number.precision() > DIGITS_MAX
                || Math.abs(number.scale()) > DIGITS_MAX) {
            throw malformed(field, "must be a number, 0 or more");
        }
        return number;
    }

    /** Null for what is no finite number, as floating point numbers may be. */
    private static @Nullable BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Map<String, Object> asObject(String field, Object value) {
        return entries(field, value, (_, entry) -> entry);
    }

    private static <T> Map<String, T> entries(String field, Object value, BiFunction<String, Object, T> parser) {
        if (!(value instanceof Map<?, ?> map) || map.size() > ENTRIES_MAX) {
            throw malformed(field, "must be an object");
        }
        var entries = new LinkedHashMap<String, T>();
        map.forEach((key, entry) -> {
            if (entry != null) {
                entries.put(String.valueOf(key), parser.apply(field, entry));
            }
        });
        return Collections.unmodifiableMap(entries);
    }

    private static Set<Region> asRegions(String field, Object value) {
        List<String> labels = value instanceof String label ? List.of(label) : asTexts(field, value);
        if (labels.isEmpty() || labels.size() > REGIONS_MAX) {
            throw malformed(field, "must be a region or a list of regions; null means anywhere");
        }
        var regions = new LinkedHashSet<Region>();
        for (String label : labels) {
            try {
                regions.add(new Region(label));
            } catch (InvalidValue e) {
                throw malformed(field, "must be 1 to 64 letters, digits, '_' or '-'");
            }
        }
        return Collections.unmodifiableSet(regions);
    }
}

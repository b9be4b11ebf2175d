package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.error.FieldRules;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Period;
import dev.stellwerk.domain.id.PlainText;
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

/** The fields of a management request as changes with their types checked: a missing field is kept, a null clears. */
final class FieldReader {
    static final int TEXT_MAX = 2_048;
    static final int ENTRIES_MAX = 10_000;
    private static final int REGIONS_MAX = 64;
    private static final int DIGITS_MAX = 30;

    private final Map<String, @Nullable Object> given;

    FieldReader(ManagementBody body) {
        this.given = body.fields();
    }

    FieldChange<String> text(String name) {
        return read(name, FieldReader::asText);
    }

    FieldChange<Boolean> flag(String name) {
        return read(name, (field, value) -> {
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw malformed(field, "must be true or false");
        });
    }

    FieldChange<List<String>> texts(String name) {
        return read(name, FieldReader::asTexts);
    }

    FieldChange<Long> count(String name) {
        return read(name, FieldReader::asCount);
    }

    FieldChange<Integer> smallCount(String name) {
        return read(name, (field, value) -> (int) Math.min(asCount(field, value), Integer.MAX_VALUE));
    }

    FieldChange<BigDecimal> dollars(String name) {
        return read(name, FieldReader::number);
    }

    FieldChange<Map<String, Long>> counts(String name) {
        return read(name, (field, value) -> entries(field, value, FieldReader::asCount));
    }

    FieldChange<Map<String, String>> names(String name) {
        return read(name, (field, value) -> entries(field, value, FieldReader::asText));
    }

    FieldChange<Metadata> object(String name) {
        return read(name, (field, value) -> Metadata.of(entries(field, value, (_, entry) -> entry)));
    }

    FieldChange<Period> period(String name) {
        return read(
                name,
                (field, value) -> Period.parse(asText(field, value))
                        .orElseThrow(() -> malformed(field, "must be a number with s, m, h, d, w or mo, such as 30d")));
    }

    /** One label or a list of them. */
    FieldChange<Set<Region>> regions(String name) {
        return read(name, FieldReader::asRegions);
    }

    <T> FieldChange<T> read(String name, BiFunction<String, Object, T> parser) {
        if (!given.containsKey(name)) {
            return FieldChange.kept();
        }
        Object value = given.get(name);
        return value == null ? FieldChange.cleared() : FieldChange.to(parser.apply(name, value));
    }

    static ValidationFault malformed(String field, String problem) {
        return new ValidationFault("value_error", "body", field, field + " " + problem, null);
    }

    static String asText(String field, Object value) {
        if (value instanceof String text && text.length() <= TEXT_MAX && PlainText.is(text)) {
            return text;
        }
        throw malformed(field, FieldRules.text(TEXT_MAX));
    }

    private static List<String> asTexts(String field, Object value) {
        if (!(value instanceof List<?> list)) {
            throw malformed(field, "must be a list of texts");
        }
        requireRoom(field, list.size());
        var texts = new ArrayList<String>(list.size());
        for (Object entry : list) {
            if (entry == null) {
                throw malformed(field, "must be a list of texts");
            }
            texts.add(asText(field, entry));
        }
        return List.copyOf(texts);
    }

    static void requireRoom(String field, int entries) {
        if (entries > ENTRIES_MAX) {
            throw malformed(field, "must have at most " + ENTRIES_MAX + " entries, not " + entries);
        }
    }

    private static Long asCount(String field, Object value) {
        BigDecimal number = number(field, value);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw malformed(field, "must be a whole number, 0 or more");
        }
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

    private static <T> Map<String, T> entries(String field, Object value, BiFunction<String, Object, T> parser) {
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(field, "must be an object");
        }
        requireRoom(field, map.size());
        var entries = new LinkedHashMap<String, T>();
        map.forEach((key, entry) -> {
            if (entry != null) {
                entries.put(asText(field, String.valueOf(key)), parser.apply(field, entry));
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

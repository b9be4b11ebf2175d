package dev.stellwerk.adapters.http.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds trees of maps, lists, texts, numbers and booleans from values that a scanner has gone over. It refuses nothing:
 * whatever the scanner lets through, with its bounds of depth and numbers, has a tree. Of a name that stands twice the
 * last counts.
 */
final class JsonTree {
    private static final int INT_DIGITS_MAX = 9;
    private static final int LONG_DIGITS_MAX = 18;

    private final byte[] bytes;
    private final JsonScanner scanner;

    private JsonTree(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.scanner = new JsonScanner(bytes, from, to, Integer.MAX_VALUE);
    }

    static @Nullable Object of(byte[] bytes, int from, int to) throws MalformedJson {
        return new JsonTree(bytes, from, to).value();
    }

    private @Nullable Object value() throws MalformedJson {
        int first = scanner.peek();
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> text();
            default -> scalar(first);
        };
    }

    private Map<String, @Nullable Object> object() throws MalformedJson {
        var members = new LinkedHashMap<String, @Nullable Object>();
        scanner.expect('{');
        while (scanner.peek() != '}') {
            if (!members.isEmpty()) {
                scanner.expect(',');
                scanner.peek();
            }
            String name = text();
            scanner.expect(':');
            members.put(name, value());
        }
        scanner.expect('}');
        return members;
    }

    private List<@Nullable Object> array() throws MalformedJson {
        var elements = new ArrayList<@Nullable Object>();
        scanner.expect('[');
        while (scanner.peek() != ']') {
            if (!elements.isEmpty()) {
                scanner.expect(',');
            }
            elements.add(value());
        }
        scanner.expect(']');
        return elements;
    }

    private String text() throws MalformedJson {
        int from = scanner.position();
        scanner.skipString();
        return JsonText.decoded(bytes, from + 1, scanner.position() - 1);
    }

    private @Nullable Object scalar(int first) throws MalformedJson {
        int from = scanner.position();
        scanner.skipValue();
        return switch (first) {
            case 't' -> true;
            case 'f' -> false;
            case 'n' -> null;
            default -> number(new String(bytes, from, scanner.position() - from, US_ASCII));
        };
    }

    private static Number number(String source) {
        boolean whole = source.chars().allMatch(letter -> letter == '-' || (letter >= '0' && letter <= '9'));
        if (!whole) {
            return new BigDecimal(source);
        }
        int digits = source.charAt(0) == '-' ? source.length() - 1 : source.length();
        if (digits <= INT_DIGITS_MAX) {
            return Integer.parseInt(source);
        }
        return digits <= LONG_DIGITS_MAX ? Long.parseLong(source) : smallest(new BigInteger(source));
    }

    private static Number smallest(BigInteger value) {
        return value.bitLength() < Long.SIZE ? value.longValue() : value;
    }
}

package dev.stellwerk.adapters.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Texts and values, from JSON and as JSON. */
public final class JsonText {
    private static final ObjectMapper VALUES = new JsonMapper();

    private JsonText() {}

    /** A text as a JSON string, quotes included. */
    @SuppressWarnings("deprecation") // the only copy without a detour: what is copied was seen to be ASCII
    public static byte[] quoted(String text) {
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
                return written(text);
            }
        }
        byte[] bytes = new byte[text.length() + 2];
        bytes[0] = '"';
        text.getBytes(0, text.length(), bytes, 1);
        bytes[bytes.length - 1] = '"';
        return bytes;
    }

    /** A tree of maps, lists, strings, numbers and booleans as JSON. */
    public static byte[] written(Object value) {
        try {
            return VALUES.writeValueAsBytes(value);
        } catch (JsonProcessingException bad) {
            throw new IllegalArgumentException(
                    "no JSON for a " + value.getClass().getName(), bad);
        }
    }

    /** The text between two quotes that a scanner has gone over. Bytes that are no UTF-8 become replacement characters. */
    static String decoded(byte[] bytes, int from, int to) {
        int escape = nextEscape(bytes, from, to);
        if (escape == to) {
            return new String(bytes, from, to - from, UTF_8);
        }
        var text = new StringBuilder(to - from);
        int plain = from;
        while (escape < to) {
            text.append(new String(bytes, plain, escape - plain, UTF_8));
            byte kind = bytes[escape + 1];
            text.append(kind == 'u' ? fourDigits(bytes, escape + 2) : shortEscape(kind));
            plain = escape + (kind == 'u' ? 6 : 2);
            escape = nextEscape(bytes, plain, to);
        }
        return text.append(new String(bytes, plain, to - plain, UTF_8)).toString();
    }

    /**
     * Whether every half of a surrogate pair between two quotes has its other half: else it is no text, and cannot be sent
     * on as judged. Halves can only be written as escapes, where the bytes are UTF-8.
     */
    public static boolean wellFormed(byte[] bytes, int from, int to) {
        boolean open = false; // the first half stands just before
        for (int at = nextEscape(bytes, from, to); at < to; at = nextEscape(bytes, at, to)) {
            boolean unicode = bytes[at + 1] == 'u';
            char letter = unicode ? fourDigits(bytes, at + 2) : 0;
            if (open != Character.isLowSurrogate(letter)) {
                return false;
            }
            at += unicode ? 6 : 2;
            open = Character.isHighSurrogate(letter);
            if (open && (at >= to || bytes[at] != '\\')) {
                return false;
            }
        }
        return !open;
    }

    private static int nextEscape(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static char fourDigits(byte[] bytes, int at) {
        int value = 0;
        for (int digit = at; digit < at + 4; digit++) {
            value = value << 4 | Character.digit(bytes[digit], 16);
        }
        return (char) value;
    }

    private static char shortEscape(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) kind; // a quote, a backslash or a slash
        };
    }
}

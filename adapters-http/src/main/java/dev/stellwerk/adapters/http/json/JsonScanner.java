package dev.stellwerk.adapters.http.json;

import static dev.stellwerk.adapters.http.json.JsonLimits.EXPONENT_MAX;
import static dev.stellwerk.adapters.http.json.JsonLimits.NAME_BYTES_MAX;
import static dev.stellwerk.adapters.http.json.JsonLimits.NESTING_MAX;
import static dev.stellwerk.adapters.http.json.JsonLimits.NUMBER_LENGTH_MAX;

import java.util.Arrays;

/**
 * Walks over JSON text byte by byte, strictly by RFC 8259, and keeps nothing: what is a value is told by where it
 * begins and ends. Does not look at UTF-8; see {@link Utf8}. Not for several threads.
 *
 * <p>A parser that hands out tokens would build a text for every name and every string; most of a request or an answer
 * is never looked at, only passed on.
 */
final class JsonScanner {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int tokensLeft;

    JsonScanner(byte[] bytes, int from, int to, int tokensMax) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.tokensLeft = tokensMax;
    }

    /** Where the elements of the array in this range begin and end, in pairs. */
    static int[] elements(byte[] bytes, int from, int to) throws MalformedJson {
        var scanner = new JsonScanner(bytes, from, to, Integer.MAX_VALUE);
        scanner.expect('[');
        int[] ranges = new int[2];
        int size = 0;
        while (scanner.peek() != ']') {
            if (size > 0) {
                scanner.expect(',');
                scanner.peek();
            }
            if (size == ranges.length) {
                ranges = Arrays.copyOf(ranges, 4 * size);
            }
            ranges[size++] = scanner.at;
            scanner.skipValue();
            ranges[size++] = scanner.at;
        }
        return Arrays.copyOf(ranges, size);
    }

    int position() {
        return at;
    }

    /** Skips blanks and answers the byte there; -1 at the end. */
    int peek() {
        while (at < end) {
            byte next = bytes[at];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next & 0xFF;
            }
            at++;
        }
        return -1;
    }

    void expect(char wanted) throws MalformedJson {
        if (peek() != wanted) {
            throw fault("expected '" + wanted + "'");
        }
        at++;
    }

    void expectEnd() throws MalformedJson {
        if (peek() != -1) {
            throw fault("text after the end of the JSON");
        }
    }

    /** Skips a string, the scanner standing at its opening quote. */
    void skipString() throws MalformedJson {
        expect('"');
        while (true) {
            skipPlain();
            if (at >= end) {
                throw fault("unfinished string");
            }
            byte next = bytes[at++];
            if (next == '"') {
                return;
            }
            if (next == '\\') {
                skipEscape();
            } else if (next >= 0 && next < ' ') {
                at--;
                throw fault("control character in a string");
            }
        }
    }

    /** Eight bytes at a time, as long as none of them is a quote, a backslash or a control character. */
    private void skipPlain() {
        while (end - at >= Long.BYTES) {
            long word = (long) Utf8.LONGS.get(bytes, at);
            long quote = word ^ (ONES * '"');
            long backslash = word ^ (ONES * '\\');
            long found = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - ONES * ' ') & ~word);
            if ((found & HIGHS) != 0) {
                return;
            }
            at += Long.BYTES;
        }
    }

    private void skipEscape() throws MalformedJson {
        int kind = at < end ? bytes[at] : -1;
        switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int digit = 0; digit < 4; digit++, at++) {
                    if (at >= end || Character.digit(bytes[at], 16) < 0) {
                        throw fault("bad \\u escape");
                    }
                }
            }
            default -> throw fault("bad escape");
        }
    }

    /** Skips one value of any kind with all that is in it. */
    void skipValue() throws MalformedJson {
        long objects = 0; // one bit for each open level: 1 for an object, 0 for an array
        final int floor = 1; // the object whose members are being read counts as one
        int depth = floor;
        do {
            int next = peek();
            countToken();
            if (next == '{' || next == '[') {
                at++;
                if (++depth > NESTING_MAX) {
                    throw fault("nested deeper than " + NESTING_MAX);
                }
                objects = objects << 1 | (next == '{' ? 1 : 0);
                if (peek() != (next == '{' ? '}' : ']')) {
                    if (next == '{') {
                        skipName();
                    }
                    continue;
                }
            } else {
                skipScalar(next);
            }
            while (depth > floor) { // after a value: a comma, or the end of what it stands in
                boolean inObject = (objects & 1) == 1;
                int after = peek();
                if (after == ',') {
                    at++;
                    if (inObject) {
                        skipName();
                    }
                    break;
                }
                if (after != (inObject ? '}' : ']')) {
                    throw fault("expected ',' or '" + (inObject ? '}' : ']') + "'");
                }
                at++;
                depth--;
                objects >>>= 1;
            }
        } while (depth > floor);
    }

    /** The name that was skipped, its opening quote having stood there. */
    String nameSince(int from) throws MalformedJson {
        if (at - from > NAME_BYTES_MAX) {
            throw MalformedJson.at(from, "name longer than " + NAME_BYTES_MAX + " bytes");
        }
        return JsonText.decoded(bytes, from + 1, at - 1);
    }

    private void skipName() throws MalformedJson {
        peek();
        countToken();
        skipString();
        expect(':');
    }

    private void countToken() throws MalformedJson {
        if (--tokensLeft < 0) {
            throw fault("too many values");
        }
    }

    private void skipScalar(int first) throws MalformedJson {
        switch (first) {
            case '"' -> skipString();
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        }
    }

    private void skipWord(String word) throws MalformedJson {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= end || bytes[at] != word.charAt(i)) {
                throw fault("expected a value");
            }
        }
    }

    private void skipNumber() throws MalformedJson {
        int from = at;
        if (at < end && bytes[at] == '-') {
            at++;
        }
        if (at < end && bytes[at] == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (at < end && bytes[at] == '.') {
            at++;
            skipDigits();
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            skipExponent();
        }
        if (at - from > NUMBER_LENGTH_MAX) {
            throw MalformedJson.at(from, "number longer than " + NUMBER_LENGTH_MAX + " characters");
        }
    }

    private void skipExponent() throws MalformedJson {
        int from = at;
        skipDigits();
        int power = 0;
        for (int digit = from; digit < at; digit++) {
            power = 10 * power + bytes[digit] - '0';
            if (power > EXPONENT_MAX) {
                throw MalformedJson.at(from, "exponent beyond " + EXPONENT_MAX);
            }
        }
    }

    private void skipDigits() throws MalformedJson {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw fault("expected a value");
        }
    }

    private MalformedJson fault(String problem) {
        return MalformedJson.at(at, problem);
    }
}

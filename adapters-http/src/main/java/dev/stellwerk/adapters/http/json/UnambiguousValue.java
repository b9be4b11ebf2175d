package dev.stellwerk.adapters.http.json;

import java.util.HashSet;

/**
 * Looks for what two readers of one value may read in two ways: names that stand twice in one object, at any depth and
 * however they are escaped, and halves of surrogate pairs, which are no text and cannot be written again.
 */
final class UnambiguousValue {
    private final byte[] bytes;
    private final JsonScanner scanner;

    private UnambiguousValue(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.scanner = new JsonScanner(bytes, from, to, Integer.MAX_VALUE);
    }

    /** Walks over a value that is known to be well formed, so that its depth has a bound. */
    static void check(byte[] bytes, int from, int to) throws MalformedJson {
        new UnambiguousValue(bytes, from, to).walk();
    }

    private void walk() throws MalformedJson {
        switch (scanner.peek()) {
            case '{' -> walkObject();
            case '[' -> walkArray();
            case '"' -> skipText();
            default -> scanner.skipValue();
        }
    }

    private void walkObject() throws MalformedJson {
        var names = new HashSet<String>();
        scanner.expect('{');
        while (scanner.peek() != '}') {
            if (!names.isEmpty()) {
                scanner.expect(',');
                scanner.peek();
            }
            int nameAt = scanner.position();
            skipText();
            if (!names.add(scanner.nameSince(nameAt))) {
                throw MalformedJson.at(nameAt, "duplicate name");
            }
            scanner.expect(':');
            walk();
        }
        scanner.expect('}');
    }

    private void walkArray() throws MalformedJson {
        scanner.expect('[');
        boolean first = true;
        while (scanner.peek() != ']') {
            if (!first) {
                scanner.expect(',');
            }
            first = false;
            walk();
        }
        scanner.expect(']');
    }

    private void skipText() throws MalformedJson {
        int from = scanner.position();
        scanner.skipString();
        if (!JsonText.wellFormed(bytes, from + 1, scanner.position() - 1)) {
            throw MalformedJson.at(from, "half of a surrogate pair");
        }
    }
}

package dev.stellwerk.adapters.http.json;

import static dev.stellwerk.adapters.http.json.JsonLimits.MEMBERS_MAX;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object as ranges of the bytes they came in. The object has been checked as a whole: it is
 * strict JSON, no name occurs twice, and depth and numbers are bounded. Values are read only when asked for. Immutable;
 * the bytes must not change.
 */
public final class JsonMembers {
    /** What a value is. */
    public enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        OBJECT,
        ARRAY
    }

    private static final int ROOM_AT_FIRST = 8;

    private final byte[] bytes;
    private String[] names = new String[ROOM_AT_FIRST];
    private int[] ranges = new int[3 * ROOM_AT_FIRST]; // for each member: name begins, value begins, value ends
    private int size;

    private JsonMembers(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads the one object that these bytes are. */
    public static JsonMembers of(byte[] bytes) throws MalformedJson {
        return of(bytes, 0, bytes.length, Integer.MAX_VALUE);
    }

    /** Reads the one object that a request's body is, which may not have too many values. */
    public static JsonMembers ofRequest(byte[] bytes) throws MalformedJson {
        return of(bytes, 0, bytes.length, JsonLimits.REQUEST_TOKENS_MAX);
    }

    /**
     * Reads the one object in a range of bytes.
     *
     * @param tokensMax names and values, nested ones included, that it may have
     */
    public static JsonMembers of(byte[] bytes, int from, int to, int tokensMax) throws MalformedJson {
        var scanner = new JsonScanner(bytes, from, to, tokensMax);
        JsonMembers members = read(bytes, scanner);
        scanner.expectEnd();
        return members;
    }

    private static JsonMembers read(byte[] bytes, JsonScanner scanner) throws MalformedJson {
        var members = new JsonMembers(bytes);
        scanner.expect('{');
        if (scanner.peek() != '}') {
            members.readFrom(scanner);
        }
        scanner.expect('}');
        return members;
    }

    private void readFrom(JsonScanner scanner) throws MalformedJson {
        while (true) {
            scanner.peek();
            int nameAt = scanner.position();
            scanner.skipString();
            String known = KnownNames.find(bytes, nameAt + 1, scanner.position() - 1);
            String name = known == null ? scanner.nameSince(nameAt) : known;
            scanner.expect(':');
            scanner.peek();
            int valueAt = scanner.position();
            scanner.skipValue();
            add(name, nameAt, valueAt, scanner.position());
            if (scanner.peek() != ',') {
                return;
            }
            scanner.expect(',');
        }
    }

    private void add(String name, int nameAt, int valueAt, int valueEnd) throws MalformedJson {
        if (find(name) >= 0) {
            throw MalformedJson.at(nameAt, "duplicate name");
        }
        if (size == MEMBERS_MAX) {
            throw MalformedJson.at(nameAt, "more than " + MEMBERS_MAX + " members in one object");
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            ranges = Arrays.copyOf(ranges, 6 * size);
        }
        names[size] = name;
        ranges[3 * size] = nameAt;
        ranges[3 * size + 1] = valueAt;
        ranges[3 * size + 2] = valueEnd;
        size++;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public String name(int index) {
        return names[index];
    }

    /** Where the member begins: at the opening quote of its name. */
    public int memberStart(int index) {
        return ranges[3 * index];
    }

    public int valueStart(int index) {
        return ranges[3 * index + 1];
    }

    /** Just behind the value's last byte, which ends the member as well. */
    public int valueEnd(int index) {
        return ranges[3 * index + 2];
    }

    /** The member of this name; -1 when there is none. */
    public int find(String name) {
        for (int index = 0; index < size; index++) {
            if (names[index].equals(name)) {
                return index;
            }
        }
        return -1;
    }

    /** The member of this name; -1 when there is none or it is null. */
    public int findPresent(String name) {
        int index = find(name);
        return index >= 0 && kind(index) != Kind.NULL ? index : -1;
    }

    public Kind kind(int index) {
        return switch (bytes[valueStart(index)]) {
            case '"' -> Kind.STRING;
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** The text of a string. */
    public String text(int index) {
        return JsonText.decoded(bytes, valueStart(index) + 1, valueEnd(index) - 1);
    }

    /** The text of this string member; null when there is none of that kind. */
    public @Nullable String textOf(String name) {
        int index = find(name);
        return index >= 0 && kind(index) == Kind.STRING ? text(index) : null;
    }

    /** The value of this member if it is a whole number that fits; else {@code otherwise}. */
    public long wholeOr(String name, long otherwise) {
        int index = find(name);
        if (index < 0 || kind(index) != Kind.NUMBER) {
            return otherwise;
        }
        try {
            return Long.parseLong(source(index));
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    /** The members of this object member; null when there is none that can be read. */
    public @Nullable JsonMembers objectOf(String name) {
        int index = find(name);
        try {
            return index >= 0 && kind(index) == Kind.OBJECT ? object(index) : null;
        } catch (MalformedJson _) {
            return null;
        }
    }

    /** The members of an object, as strictly as the outer one. */
    public JsonMembers object(int index) throws MalformedJson {
        return of(bytes, valueStart(index), valueEnd(index), Integer.MAX_VALUE);
    }

    /** Where the elements of an array begin and end, in pairs; empty for anything else. */
    public int[] elements(int index) {
        return elements(bytes, valueStart(index), valueEnd(index));
    }

    /** Where the elements of an array that takes up this range begin and end, in pairs; empty for anything else. */
    public static int[] elements(byte[] bytes, int from, int to) {
        if (bytes[from] != '[') {
            return new int[0];
        }
        try {
            return JsonScanner.elements(bytes, from, to);
        } catch (MalformedJson impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The members of the object that an array begins with; null when it begins with none. */
    public @Nullable JsonMembers firstElement(int index) {
        if (kind(index) != Kind.ARRAY) {
            return null;
        }
        var scanner = new JsonScanner(bytes, valueStart(index), valueEnd(index), Integer.MAX_VALUE);
        try {
            scanner.expect('[');
            return scanner.peek() == '{' ? read(bytes, scanner) : null;
        } catch (MalformedJson _) { // a name that occurs twice
            return null;
        }
    }

    /** The members of an object; null when it is none. */
    public static @Nullable JsonMembers within(byte[] bytes, int from, int to) {
        try {
            return of(bytes, from, to, Integer.MAX_VALUE);
        } catch (MalformedJson _) {
            return null;
        }
    }

    /** The value's bytes as text. */
    public String source(int index) {
        return new String(bytes, valueStart(index), valueEnd(index) - valueStart(index), StandardCharsets.UTF_8);
    }

    /**
     * Refuses a value that could be read in two ways: an object in it, at any depth, has a name twice, or a text in it is
     * none.
     */
    public void requireUnambiguous(int index) throws MalformedJson {
        byte first = bytes[valueStart(index)];
        if (first == '{' || first == '[') {
            UnambiguousValue.check(bytes, valueStart(index), valueEnd(index));
        }
    }

    /** The value as a tree of maps, lists, strings, numbers and booleans. For what is small and rare. */
    public @Nullable Object tree(int index) {
        try {
            return JsonTree.of(bytes, valueStart(index), valueEnd(index));
        } catch (MalformedJson impossible) { // it was scanned when it was found
            throw new IllegalStateException(impossible);
        }
    }

    /** All of it as a tree. */
    public Map<String, @Nullable Object> tree() {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        for (int index = 0; index < size; index++) {
            tree.put(names[index], tree(index));
        }
        return tree;
    }
}

package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of a request's members. A member that is null counts as absent; one of another type is refused with a
 * {@link CallRefused} that names it. Nothing is converted.
 */
public final class BodyMembers {
    static final BodyMembers NONE = new BodyMembers(empty(), "");

    private static final int READ_BYTES_MAX = 1 << 20;

    private final JsonMembers members;
    private final String path;

    BodyMembers(JsonMembers members, String path) {
        this.members = members;
        this.path = path;
    }

    private static JsonMembers empty() {
        try {
            return JsonMembers.of(new byte[] {'{', '}'});
        } catch (MalformedJson impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** How many members there are, null ones included. */
    public int size() {
        return members.size();
    }

    /** The name of a member, counted from 0 in the order in which they were sent. */
    public String name(int index) {
        return members.name(index);
    }

    /** Whether the member at this place is anything but null. */
    public boolean present(int index) {
        return members.kind(index) != Kind.NULL;
    }

    /** Refuses a member that could be read in two ways, at any depth. */
    public void requireUnambiguous(int index) {
        try {
            members.requireUnambiguous(index);
        } catch (MalformedJson bad) {
            throw refused(members.name(index), "can be read in more than one way: " + bad.in(members.bytes()));
        }
    }

    /** Whether there is such a member and it is not null. */
    public boolean has(String name) {
        return members.findPresent(name) >= 0;
    }

    /** What the member is; null when it is absent. */
    public @Nullable Kind kind(String name) {
        int index = members.findPresent(name);
        return index < 0 ? null : members.kind(index);
    }

    /** The bytes that the member's value takes up; 0 when it is absent. */
    public int bytesOf(String name) {
        int index = members.findPresent(name);
        return index < 0 ? 0 : members.valueEnd(index) - members.valueStart(index);
    }

    public @Nullable String string(String name) {
        int index = require(name, Kind.STRING, "a string");
        if (requireSmall(name, index) < 0) {
            return null;
        }
        if (!JsonText.wellFormed(members.bytes(), members.valueStart(index) + 1, members.valueEnd(index) - 1)) {
            throw refused(name, "must be well-formed text");
        }
        return members.text(index);
    }

    /** A whole number from {@code least} to {@code most}. */
    public @Nullable Long whole(String name, long least, long most) {
        int index = require(name, Kind.NUMBER, "a whole number");
        if (index < 0) {
            return null;
        }
        String source = members.source(index);
        try {
            long value = Long.parseLong(source);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            throw refused(name, "must be a whole number");
        }
        throw refused(name, "must be from " + least + " to " + most);
    }

    /** A finite number that is not negative, such as a number of seconds. */
    public @Nullable Double positive(String name) {
        int index = require(name, Kind.NUMBER, "a number");
        if (index < 0) {
            return null;
        }
        double value = Double.parseDouble(members.source(index));
        if (value < 0 || Double.isInfinite(value)) {
            throw refused(name, "must be a finite number of 0 or more");
        }
        return value;
    }

    /** A boolean; null when it is absent. */
    public @Nullable Boolean bool(String name) {
        int index = require(name, Kind.BOOLEAN, "true or false");
        return index < 0 ? null : members.bytes()[members.valueStart(index)] == 't';
    }

    /** Whether the member is true, also as the text {@code "true"}: for switches that are meant for tests. */
    public boolean flag(String name) {
        String text = kind(name) == Kind.STRING ? string(name) : null;
        if (text == null) {
            return Boolean.TRUE.equals(bool(name));
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(name, "must be true or false");
        };
    }

    public @Nullable List<String> strings(String name) {
        int index = requireSmall(name, require(name, Kind.ARRAY, "a list of strings"));
        if (index < 0) {
            return null;
        }
        requireUnambiguous(index);
        if (!(members.tree(index) instanceof List<?> items)) {
            return null;
        }
        var strings = new ArrayList<String>(items.size());
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw refused(name, "must be a list of strings");
            }
            strings.add(text);
        }
        return strings;
    }

    /** One string, or a list of strings. */
    public @Nullable List<String> stringOrStrings(String name) {
        String single = kind(name) == Kind.STRING ? string(name) : null;
        return single == null ? strings(name) : List.of(single);
    }

    /** The members of an object; empty when it is absent. */
    public BodyMembers object(String name) {
        int index = require(name, Kind.OBJECT, "an object");
        if (index < 0) {
            return NONE;
        }
        try {
            return new BodyMembers(members.object(index), path + name + ".");
        } catch (MalformedJson bad) {
            throw refused(name, "cannot be read: " + bad.in(members.bytes()));
        }
    }

    /** The value as maps, lists, strings, numbers and booleans; null when it is absent. */
    public @Nullable Object tree(String name) {
        int index = requireSmall(name, members.findPresent(name));
        return index < 0 ? null : members.tree(index);
    }

    /** Each element of a list of objects as a map; other elements are refused, strings stay strings. */
    @Nullable
    List<Object> stringsAndObjects(String name) {
        int index = requireSmall(name, require(name, Kind.ARRAY, "a list"));
        if (index < 0 || !(members.tree(index) instanceof List<?> items)) {
            return null;
        }
        var elements = new ArrayList<Object>(items.size());
        for (Object item : items) {
            if (!(item instanceof String) && !(item instanceof Map)) {
                throw refused(name, "must hold strings and objects");
            }
            elements.add(item);
        }
        return elements;
    }

    /** The refusal of a member, to be thrown. */
    public CallRefused refused(String name, String problem) {
        return new CallRefused(new CallRefusal.Invalid("'" + path + name + "' " + problem, path + name));
    }

    JsonMembers members() {
        return members;
    }

    private int require(String name, Kind wanted, String words) {
        int index = members.findPresent(name);
        if (index >= 0 && members.kind(index) != wanted) {
            throw refused(name, "must be " + words);
        }
        return index;
    }

    /** What is read is copied, as often as it takes: unlike the rest of a body, of which ranges are passed on. */
    private int requireSmall(String name, int index) {
        if (index >= 0 && members.valueEnd(index) - members.valueStart(index) > READ_BYTES_MAX) {
            throw refused(name, "must have at most " + READ_BYTES_MAX + " bytes");
        }
        return index;
    }
}

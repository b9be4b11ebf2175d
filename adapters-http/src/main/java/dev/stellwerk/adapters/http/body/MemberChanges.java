package dev.stellwerk.adapters.http.body;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of members on their way upstream, by the names that they came with. Belongs to one call. */
public final class MemberChanges {
    /** All goes as it is. */
    public static final MemberChanges NONE = new MemberChanges();

    private final Set<String> leftOut = new HashSet<>(4);
    private final Map<String, String> names = new HashMap<>(4);
    private final Map<String, RenderedBody> values = new HashMap<>(4);

    public MemberChanges leaveOut(String name) {
        leftOut.add(name);
        return this;
    }

    public MemberChanges rename(String name, String other) {
        names.put(name, other);
        return this;
    }

    /**
     * Gives a member another value.
     *
     * @param value JSON, perhaps of ranges of the bytes received
     */
    public MemberChanges replace(String name, RenderedBody value) {
        values.put(name, value);
        return this;
    }

    public boolean isLeftOut(String name) {
        return leftOut.contains(name);
    }

    boolean isEmpty() {
        return leftOut.isEmpty() && names.isEmpty() && values.isEmpty();
    }

    /** Whether a member is not sent as it came. */
    boolean concerns(String name) {
        return leftOut.contains(name) || names.containsKey(name) || values.containsKey(name);
    }

    /** The name under which a member is sent. */
    String name(String name) {
        return names.getOrDefault(name, name);
    }

    /** What a member is sent with; null where it keeps its value. */
    public @Nullable RenderedBody value(String name) {
        return values.get(name);
    }
}

package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request sends upstream, member by member: the client's own, those of its {@code extra_body}, those that a
 * fallback target replaces, and the deployment's where there is none of that name. What chooses model and framing is
 * written by the renderer and not among them.
 */
public final class SentMembers {
    /** What decides where a call goes and how its answer is read is not to be changed by a later word. */
    private static final Set<String> FIXED = Set.of("model", "stream", "stream_options");

    private static final String OUTPUT_LIMIT = "max_completion_tokens";
    private static final String OLD_OUTPUT_LIMIT = "max_tokens";

    private final JsonMembers members;
    private final @Nullable JsonMembers extra;
    private final Map<String, Object> overrides;
    private final Map<String, Object> defaults;
    private final boolean metadataPasses;

    /** @param metadataPasses {@code metadata} is the client's and the upstream's, not the gateway's */
    SentMembers(
            JsonMembers members, Map<String, Object> overrides, Map<String, Object> defaults, boolean metadataPasses) {
        this.members = members;
        this.extra = members.objectOf("extra_body");
        this.overrides = overrides;
        this.defaults = defaults;
        this.metadataPasses = metadataPasses;
    }

    /** A value as the bytes that it takes up. */
    public record Bytes(byte[] source, int from, int to) {
        public static Bytes of(byte[] all) {
            return new Bytes(all, 0, all.length);
        }
    }

    JsonMembers members() {
        return members;
    }

    @Nullable
    JsonMembers extra() {
        return extra;
    }

    /** Each name once. */
    public void forEachName(Consumer<String> use) {
        for (int index = 0; index < members.size(); index++) {
            if (goes(index)) {
                use.accept(members.name(index));
            }
        }
        for (int index = 0; extra != null && index < extra.size(); index++) {
            if (extraGoes(index)) {
                use.accept(extra.name(index));
            }
        }
        overrides.forEach((name, _) -> {
            if (mayBeAdded(name)) {
                use.accept(name);
            }
        });
        defaults.forEach((name, _) -> {
            if (defaultGoes(name)) {
                use.accept(name);
            }
        });
    }

    public boolean has(String name) {
        return isStated(name) || defaultGoes(name);
    }

    /** Whether it is there, and of the deployment's alone. */
    public boolean isDefault(String name) {
        return defaultGoes(name);
    }

    /** The value as a tree, of what is small; null when there is none. */
    public @Nullable Object tree(String name) {
        if (isOverridden(name)) {
            return overrides.get(name);
        }
        int index = members.findPresent(name);
        if (index >= 0) {
            return goes(index) ? members.tree(index) : null;
        }
        int further = extra == null ? -1 : extra.findPresent(name);
        if (extra != null && further >= 0) {
            return extraGoes(further) ? extra.tree(further) : null;
        }
        return defaultGoes(name) ? defaults.get(name) : null;
    }

    /** The value as bytes; null when there is none. */
    public @Nullable Bytes bytes(String name) {
        int index = isOverridden(name) ? -1 : members.findPresent(name);
        if (index >= 0) {
            return goes(index) ? new Bytes(members.bytes(), members.valueStart(index), members.valueEnd(index)) : null;
        }
        Object value = tree(name);
        return value == null ? null : Bytes.of(JsonText.written(value));
    }

    private boolean isStated(String name) {
        if (isOverridden(name)) {
            return goesUpstream(name);
        }
        int index = members.findPresent(name);
        if (index >= 0) {
            return goes(index);
        }
        int further = extra == null ? -1 : extra.findPresent(name);
        return further >= 0 && extraGoes(further);
    }

    /** Whether the client's member at this place goes upstream. */
    boolean goes(int index) {
        String name = members.name(index);
        return goesUpstream(name) && members.kind(index) != Kind.NULL && !(!overrides.isEmpty() && isOverridden(name));
    }

    /** Members of {@code extra_body} count as the body's own, unless it has one of that name. */
    boolean extraGoes(int index) {
        if (extra == null) {
            return false;
        }
        String name = extra.name(index);
        return members.findPresent(name) < 0
                && mayBeAdded(name)
                && !isOverridden(name)
                && extra.kind(index) != Kind.NULL;
    }

    boolean defaultGoes(String name) {
        return defaults.containsKey(name)
                && members.findPresent(name) < 0
                && (extra == null || extra.findPresent(name) < 0)
                && !overrides.containsKey(name)
                && mayBeAdded(name)
                && !isSaidOtherwise(name);
    }

    /** The limit of an answer has two names, and is one thing. */
    private boolean isSaidOtherwise(String name) {
        return (name.equals(OUTPUT_LIMIT) && isStated(OLD_OUTPUT_LIMIT))
                || (name.equals(OLD_OUTPUT_LIMIT) && (isStated(OUTPUT_LIMIT) || defaults.containsKey(OUTPUT_LIMIT)));
    }

    /** Whether a value that is not in the body itself may become a part of it. */
    boolean mayBeAdded(String name) {
        return goesUpstream(name) && !FIXED.contains(name);
    }

    private boolean goesUpstream(String name) {
        return MemberUse.of(name).goesUpstream() || (metadataPasses && name.equals("metadata"));
    }

    private boolean isOverridden(String name) {
        return overrides.containsKey(name) && !FIXED.contains(name);
    }
}

package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body of the Messages API for a deployment that speaks it: byte for byte as it was sent, but for what is the
 * gateway's own, the name of the model, what a deployment adds, and thoughts that nobody signed. Belongs to one body.
 */
final class VerbatimRenderer {
    private static final Set<String> FIXED = Set.of("model", "stream");

    private final JsonMembers members;
    private final @Nullable JsonMembers extra;
    private final Rendering rendering;
    private final RenderedBody out = new RenderedBody("application/json");
    private int copied; // up to here the bytes received are written, or left out
    private int kept; // members that stand in what was written

    VerbatimRenderer(JsonMembers members, Rendering rendering) {
        this.members = members;
        this.extra = members.objectOf("extra_body");
        this.rendering = rendering;
    }

    RenderedBody render() {
        int last = lastKept();
        for (int index = 0; index < members.size(); index++) {
            if (stays(members.name(index))) {
                leaveOut(index, last);
            } else {
                kept++;
                write(index);
            }
        }
        int end = last < 0 ? firstByte() + 1 : members.valueEnd(last);
        copyTo(Math.max(copied, end));
        addFurther();
        if (last < members.size() - 1) { // what stood last was the gateway's
            copied = members.valueEnd(members.size() - 1);
        }
        copyTo(members.bytes().length);
        return out;
    }

    private int firstByte() {
        int at = 0;
        while (members.bytes()[at] != '{') {
            at++;
        }
        return at;
    }

    private int lastKept() {
        int last = members.size() - 1;
        while (last >= 0 && stays(members.name(last))) {
            last--;
        }
        return last;
    }

    /** A member goes with the comma behind it. */
    private void leaveOut(int index, int last) {
        if (index < last) {
            copyTo(members.memberStart(index));
            copied = members.memberStart(index + 1);
        }
    }

    /** What speaks to the gateway. Unlike with OpenAI, {@code metadata} is the API's own, and {@code user} is not. */
    private static boolean stays(String name) {
        return !name.equals("metadata")
                && (name.equals("user") || !MemberUse.of(name).goesUpstream()) // the gateway's name of a caller
                && !name.equals("model");
    }

    private void write(int index) {
        String name = members.name(index);
        Object instead = instead(index, name);
        if (instead != null) {
            copyTo(members.valueStart(index));
            byte[] value = JsonText.written(instead);
            out.add(value, 0, value.length);
            copied = members.valueEnd(index);
        } else if (name.equals("messages") && members.kind(index) == Kind.ARRAY) {
            int[] cuts = UnsignedThoughts.in(members, index);
            for (int pair = 0; pair < cuts.length; pair += 2) {
                copyTo(cuts[pair]);
                copied = cuts[pair + 1];
            }
        }
    }

    /** What stands in the place of a member's value; null where it keeps its own. */
    private @Nullable Object instead(int index, String name) {
        if (name.equals("model")) {
            return rendering.model();
        }
        Object later = FIXED.contains(name) ? null : rendering.overrides().get(name);
        return later == null && members.kind(index) == Kind.NULL
                ? rendering.defaults().get(name)
                : later;
    }

    /** What the body has no member for yet. */
    private void addFurther() {
        if (rendering.model() != null && members.find("model") < 0) {
            add("model", rendering.model());
        }
        for (int index = 0; extra != null && index < extra.size(); index++) {
            String name = extra.name(index);
            if (members.find(name) < 0 && !stays(name) && !FIXED.contains(name) && !isReplaced(name)) {
                separate();
                out.add(extra.bytes(), extra.memberStart(index), extra.valueEnd(index));
            }
        }
        rendering.overrides().forEach(this::addAbsent);
        for (Map.Entry<String, Object> one : rendering.defaults().entrySet()) {
            if (!isReplaced(one.getKey()) && (extra == null || extra.findPresent(one.getKey()) < 0)) {
                addAbsent(one.getKey(), one.getValue());
            }
        }
    }

    private boolean isReplaced(String name) {
        return rendering.overrides().containsKey(name);
    }

    private void addAbsent(String name, Object value) {
        if (members.find(name) < 0 && !stays(name) && !FIXED.contains(name)) {
            add(name, value);
        }
    }

    private void add(String name, Object value) {
        separate();
        byte[] quoted = JsonText.quoted(name);
        byte[] written = JsonText.written(value);
        out.add(quoted, 0, quoted.length).add(":").add(written, 0, written.length);
    }

    private void separate() {
        if (kept++ > 0) {
            out.add(",");
        }
    }

    private void copyTo(int end) {
        if (end > copied) {
            out.add(members.bytes(), copied, end);
            copied = end;
        }
    }
}

package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one body. Members that go upstream as they are stay ranges of the received bytes, neighbours as one range;
 * only what differs is written anew.
 */
final class JsonRenderer {
    /** What decides where a call goes and how its answer is read is not to be changed by a later word. */
    private static final Set<String> FIXED = Set.of("model", "stream", "stream_options");

    private final JsonMembers members;
    private final @Nullable JsonMembers extra;
    private final Rendering rendering;
    private final boolean metadataPasses;
    private final RenderedBody out = new RenderedBody("application/json");
    private boolean first = true;

    /** @param metadataPasses {@code metadata} is the client's and the upstream's, not the gateway's */
    JsonRenderer(JsonMembers members, Rendering rendering, boolean metadataPasses) {
        this.members = members;
        this.extra = members.objectOf("extra_body");
        this.rendering = rendering;
        this.metadataPasses = metadataPasses;
    }

    RenderedBody render() {
        out.add("{");
        if (rendering.model() != null) {
            addMember("model", JsonText.quoted(rendering.model()));
        }
        addOwn();
        addExtraBody();
        rendering.overrides().forEach(this::addValue);
        addDefaults();
        addUsageWish();
        return out.add("}");
    }

    /** The client's members, in runs as long as possible. */
    private void addOwn() {
        int index = 0;
        while (index < members.size()) {
            if (stays(index)) {
                index++;
                continue;
            }
            int from = members.memberStart(index);
            while (index + 1 < members.size() && !stays(index + 1)) {
                index++;
            }
            separate();
            out.add(members.bytes(), from, members.valueEnd(index));
            index++;
        }
    }

    /** Whether this member does not go upstream as it is. */
    private boolean stays(int index) {
        String name = members.name(index);
        return !goesUpstream(name)
                || members.kind(index) == Kind.NULL
                || (rendering.usageWanted() && name.equals("stream_options"))
                || (!rendering.overrides().isEmpty() && overridden(name));
    }

    private boolean goesUpstream(String name) {
        return MemberUse.of(name).goesUpstream() || (metadataPasses && name.equals("metadata"));
    }

    private boolean overridden(String name) {
        return rendering.overrides().containsKey(name) && !FIXED.contains(name);
    }

    /** Members of {@code extra_body} count as the body's own, unless it has one of that name. */
    private void addExtraBody() {
        for (int index = 0; extra != null && index < extra.size(); index++) {
            String name = extra.name(index);
            if (members.findPresent(name) < 0
                    && goesUpstream(name)
                    && !FIXED.contains(name)
                    && !overridden(name)
                    && extra.kind(index) != Kind.NULL) {
                separate();
                out.add(extra.bytes(), extra.memberStart(index), extra.valueEnd(index));
            }
        }
    }

    private void addDefaults() {
        rendering.defaults().forEach((name, value) -> {
            if (members.findPresent(name) < 0
                    && (extra == null || extra.findPresent(name) < 0)
                    && !rendering.overrides().containsKey(name)) {
                addValue(name, value);
            }
        });
    }

    private void addValue(String name, Object value) {
        if (goesUpstream(name) && !FIXED.contains(name)) {
            addMember(name, JsonText.written(value));
        }
    }

    private void addUsageWish() {
        if (!rendering.usageWanted()) {
            return;
        }
        var options = new LinkedHashMap<String, Object>();
        int index = members.findPresent("stream_options");
        if (index >= 0 && members.tree(index) instanceof Map<?, ?> sent) {
            sent.forEach((name, value) -> options.put(String.valueOf(name), value));
        }
        options.put("include_usage", true);
        addMember("stream_options", JsonText.written(options));
    }

    private void addMember(String name, byte[] value) {
        separate();
        byte[] quoted = JsonText.quoted(name);
        out.add(quoted, 0, quoted.length).add(":").add(value, 0, value.length);
    }

    private void separate() {
        if (first) {
            first = false;
        } else {
            out.add(",");
        }
    }
}

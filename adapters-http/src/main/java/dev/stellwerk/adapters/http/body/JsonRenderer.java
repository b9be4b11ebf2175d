package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes one body. Members that go upstream as they are stay ranges of the received bytes, neighbours as one range;
 * only what differs is written anew.
 */
final class JsonRenderer {
    private final SentMembers sent;
    private final JsonMembers members;
    private final Rendering rendering;
    private final MemberChanges changes;
    private final RenderedBody out = new RenderedBody("application/json");
    private boolean first = true;

    JsonRenderer(SentMembers sent, Rendering rendering) {
        this.sent = sent;
        this.members = sent.members();
        this.rendering = rendering;
        this.changes = rendering.changes();
    }

    RenderedBody render() {
        out.add("{");
        if (rendering.model() != null) {
            addMember("model", JsonText.quoted(rendering.model()));
        }
        addOwn();
        addExtraBody();
        rendering.overrides().forEach((name, value) -> {
            if (sent.mayBeAdded(name)) {
                addValue(name, value);
            }
        });
        rendering.defaults().forEach((name, value) -> {
            if (sent.defaultGoes(name)) {
                addValue(name, value);
            }
        });
        addUsageWish();
        return out.add("}");
    }

    /** The client's members, in runs as long as possible. */
    private void addOwn() {
        int index = 0;
        while (index < members.size()) {
            if (!goesAsItCame(index)) {
                if (goes(index)) {
                    addChanged(members, index);
                }
                index++;
                continue;
            }
            int from = members.memberStart(index);
            while (index + 1 < members.size() && goesAsItCame(index + 1)) {
                index++;
            }
            separate();
            out.add(members.bytes(), from, members.valueEnd(index));
            index++;
        }
    }

    private boolean goesAsItCame(int index) {
        return goes(index) && (changes.isEmpty() || !changes.concerns(members.name(index)));
    }

    private boolean goes(int index) {
        return sent.goes(index)
                && !(rendering.usageWanted() && members.name(index).equals("stream_options"));
    }

    private void addExtraBody() {
        JsonMembers extra = sent.extra();
        for (int index = 0; extra != null && index < extra.size(); index++) {
            if (sent.extraGoes(index)) {
                addChanged(extra, index);
            }
        }
    }

    private void addChanged(JsonMembers from, int index) {
        String name = from.name(index);
        if (changes.isLeftOut(name)) {
            return;
        }
        addName(changes.name(name));
        RenderedBody instead = changes.value(name);
        if (instead == null) {
            out.add(from.bytes(), from.valueStart(index), from.valueEnd(index));
        } else {
            out.add(instead);
        }
    }

    private void addValue(String name, Object value) {
        if (changes.isLeftOut(name)) {
            return;
        }
        RenderedBody instead = changes.value(name);
        if (instead == null) {
            addMember(changes.name(name), JsonText.written(value));
        } else {
            addName(changes.name(name));
            out.add(instead);
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
        addName(name);
        out.add(value, 0, value.length);
    }

    private void addName(String name) {
        separate();
        byte[] quoted = JsonText.quoted(name);
        out.add(quoted, 0, quoted.length).add(":");
    }

    private void separate() {
        if (first) {
            first = false;
        } else {
            out.add(",");
        }
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;

/** Texts of a message, or of a piece of one. */
public final class MessageText {
    private MessageText() {}

    /** What was thought; -1 when that is nothing. */
    public static int thought(JsonMembers message) {
        int index = find(message, "reasoning_content");
        return index >= 0 ? index : find(message, "reasoning");
    }

    /** The text of this name, if there is one that is not empty; else -1. */
    public static int find(JsonMembers message, String name) {
        int index = message.find(name);
        boolean said = index >= 0
                && message.kind(index) == Kind.STRING
                && message.valueEnd(index) - message.valueStart(index) > 2;
        return said ? index : -1;
    }
}

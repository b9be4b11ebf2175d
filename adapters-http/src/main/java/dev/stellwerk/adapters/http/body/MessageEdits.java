package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.body.ByteSearch.Skips;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites messages for APIs that take less of them than OpenAI's. What stays as it is are ranges of the bytes it came in.
 * For one list of messages.
 */
public final class MessageEdits {
    private static final Skips DEVELOPER = new Skips("\"developer\"");
    private static final byte[] SYSTEM = JsonText.quoted("system");
    private static final Set<String> PLAIN = Set.of("content", "name", "prefix", "role", "tool_call_id", "tool_calls");

    private final byte[] bytes;
    private final Wishes wishes;
    private final RenderedBody out = new RenderedBody("application/json");
    private int copied;

    /**
     * What is to be changed.
     *
     * @param developerAsSystem instructions of the developer are the system's
     * @param textContent lists of texts become one text
     * @param plain members that not every API knows are left out
     */
    public record Wishes(boolean developerAsSystem, boolean textContent, boolean plain) {
        public static final Wishes NONE = new Wishes(false, false, false);
    }

    private MessageEdits(SentMembers.Bytes messages, Wishes wishes) {
        this.bytes = messages.source();
        this.wishes = wishes;
        this.copied = messages.from();
    }

    /** The messages as they are to be sent; null when nothing has to be changed. */
    public static @Nullable RenderedBody of(SentMembers.Bytes messages, Wishes wishes) {
        boolean searchesAll = wishes.textContent || wishes.plain;
        boolean nothing = !searchesAll
                && !(wishes.developerAsSystem
                        && ByteSearch.contains(messages.source(), messages.from(), messages.to(), DEVELOPER));
        if (nothing) {
            return null;
        }
        var edits = new MessageEdits(messages, wishes);
        int[] elements = JsonMembers.elements(messages.source(), messages.from(), messages.to());
        for (int at = 0; at < elements.length; at += 2) {
            JsonMembers message = JsonMembers.within(messages.source(), elements[at], elements[at + 1]);
            if (message != null) {
                edits.edit(message, elements[at], elements[at + 1]);
            }
        }
        if (edits.out.length() == 0) {
            return null;
        }
        edits.copyTo(messages.to());
        return edits.out;
    }

    private void edit(JsonMembers message, int from, int to) {
        String role = message.textOf("role");
        boolean renamed = wishes.developerAsSystem && "developer".equals(role);
        String text = wishes.textContent ? oneText(message) : null;
        boolean less = wishes.plain && !isPlain(message, role);
        if (!renamed && text == null && !less) {
            return;
        }
        copyTo(from);
        String before = "{";
        for (int index = 0; index < message.size(); index++) {
            String name = message.name(index);
            if (less && !isPlain(message, index, role)) {
                continue;
            }
            out.add(before).add(bytes, message.memberStart(index), message.valueStart(index));
            if (renamed && name.equals("role")) {
                out.add(SYSTEM, 0, SYSTEM.length);
            } else if (text != null && name.equals("content")) {
                byte[] quoted = JsonText.quoted(text);
                out.add(quoted, 0, quoted.length);
            } else {
                out.add(bytes, message.valueStart(index), message.valueEnd(index));
            }
            before = ",";
        }
        out.add(before.equals("{") ? "{}" : "}");
        copied = to;
    }

    private static boolean isPlain(JsonMembers message, @Nullable String role) {
        for (int index = 0; index < message.size(); index++) {
            if (!isPlain(message, index, role)) {
                return false;
            }
        }
        return true;
    }

    /** Only results of tools have a name everywhere. */
    private static boolean isPlain(JsonMembers message, int index, @Nullable String role) {
        String name = message.name(index);
        return name.equals("name")
                ? "tool".equals(role)
                : PLAIN.contains(name) && (message.kind(index) != Kind.NULL || name.equals("content"));
    }

    /** The texts of a content that has nothing but texts; null for any other. */
    private @Nullable String oneText(JsonMembers message) {
        int content = message.find("content");
        int[] parts = content < 0 ? new int[0] : message.elements(content);
        var text = new StringBuilder();
        for (int at = 0; at < parts.length; at += 2) {
            JsonMembers part = JsonMembers.within(bytes, parts[at], parts[at + 1]);
            String own = part == null || !"text".equals(part.textOf("type")) ? null : part.textOf("text");
            if (own == null) {
                return null;
            }
            text.append(own);
        }
        return parts.length == 0 ? null : text.toString();
    }

    private void copyTo(int end) {
        if (end > copied) {
            out.add(bytes, copied, end);
            copied = end;
        }
    }
}

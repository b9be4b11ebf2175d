package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as the messages of a chat. What tools answered comes directly behind their calls, before whatever users
 * say. Belongs to one call.
 */
final class ChatMessages {
    private final JsonWriter out;
    private final boolean drops;
    /** What users said since the assistant spoke last: results of tools may still have to go before it. */
    private final List<byte[]> said = new ArrayList<>();

    /** @param drops what cannot be said is left out instead of refused */
    ChatMessages(JsonWriter out, boolean drops) {
        this.out = out;
        this.drops = drops;
    }

    void add(JsonMembers request) {
        int messages = request.findPresent("messages");
        if (messages < 0 || request.kind(messages) != Kind.ARRAY) {
            throw new UntranslatableCall("messages must be a list", "messages");
        }
        out.name("messages").open('[');
        addSpoken(request, "system", "system", "system");
        int[] ranges = request.elements(messages);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            String path = "messages[" + pair / 2 + "]";
            JsonMembers message = JsonMembers.within(request.bytes(), ranges[pair], ranges[pair + 1]);
            if (message == null) {
                throw new UntranslatableCall(path + " must be an object, each of its names once", "messages");
            }
            add(message, path);
        }
        tellSaid();
        out.close(']');
    }

    private void add(JsonMembers message, String path) {
        String role = message.textOf("role");
        switch (role == null ? "" : role) {
            case "user" -> addUser(message, path);
            case "assistant" -> {
                tellSaid();
                addAssistant(message, path);
            }
            case "system" -> addSpoken(message, "content", "system", path);
            default -> throw new UntranslatableCall(path + ".role must be user, assistant or system", "messages");
        }
    }

    /** A message of texts alone; those of the system stand where they stand among those of users. */
    private void addSpoken(JsonMembers holder, String name, String role, String path) {
        int index = holder.findPresent(name);
        if (index < 0) {
            return;
        }
        if (holder.kind(index) == Kind.STRING) {
            said.add(spoken(role, new JsonWriter().value(holder, index)));
            return;
        }
        var parts = new UserParts(path, drops);
        forEachBlock(holder, index, path, parts::add);
        say(role, parts);
    }

    private void addUser(JsonMembers message, String path) {
        int content = message.findPresent("content");
        if (content >= 0 && message.kind(content) == Kind.STRING) {
            said.add(spoken("user", new JsonWriter().value(message, content)));
            return;
        }
        var parts = new UserParts[] {new UserParts(path, drops)};
        forEachBlock(message, content, path, block -> {
            String type = block.textOf("type");
            switch (type == null ? "" : type) {
                case "tool_result" -> addResult(block, parts[0], path);
                case "mid_conv_system" -> {
                    say("user", parts[0]);
                    parts[0] = new UserParts(path, drops);
                    addSpoken(block, block.findPresent("content") >= 0 ? "content" : "text", "system", path);
                }
                default -> parts[0].add(block);
            }
        });
        say("user", parts[0]);
    }

    private void say(String role, UserParts parts) {
        if (!parts.isEmpty()) {
            var content = new JsonWriter();
            parts.writeTo(content);
            said.add(spoken(role, content));
        }
    }

    private static byte[] spoken(String role, JsonWriter content) {
        return new JsonWriter()
                .open('{')
                .name("role")
                .text(role)
                .name("content")
                .json(content.bytes())
                .close('}')
                .bytes();
    }

    private void tellSaid() {
        said.forEach(out::json);
        said.clear();
    }

    /** What a tool answered, as far as it is text: the rest goes to the front of what the user says. */
    private void addResult(JsonMembers block, UserParts parts, String path) {
        String id = block.textOf("tool_use_id");
        if (id == null) {
            throw new UntranslatableCall(path + ": a tool_result must have a 'tool_use_id'", "messages");
        }
        out.open('{').name("role").text("tool").name("tool_call_id").text(id).name("content");
        int content = block.findPresent("content");
        if (content >= 0 && block.kind(content) == Kind.STRING) {
            out.value(block, content);
        } else {
            out.beginText();
            forEachBlock(block, content, path, part -> {
                if ("text".equals(part.textOf("type"))) {
                    addToText(part, path);
                } else {
                    parts.addInFront(part);
                }
            });
            out.endText();
        }
        out.close('}');
    }

    private void addToText(JsonMembers block, String path) {
        int text = block.find("text");
        if (text < 0 || block.kind(text) != Kind.STRING) {
            throw new UntranslatableCall(path + ": a text must have a 'text', which is a string", "messages");
        }
        out.more(block, text);
    }

    /** What the assistant said and called. What it thought, and what only Anthropic's servers did, stays behind. */
    private void addAssistant(JsonMembers message, String path) {
        int content = message.findPresent("content");
        if (content >= 0 && message.kind(content) == Kind.STRING) {
            out.open('{')
                    .name("role")
                    .text("assistant")
                    .name("content")
                    .value(message, content)
                    .close('}');
            return;
        }
        var texts = new ArrayList<JsonMembers>();
        var calls = new ArrayList<JsonMembers>();
        forEachBlock(message, content, path, block -> {
            String type = block.textOf("type");
            switch (type == null ? "" : type) {
                case "text" -> texts.add(block);
                case "tool_use" -> calls.add(block);
                default -> {}
            }
        });
        if (texts.isEmpty() && calls.isEmpty()) {
            return;
        }
        out.open('{').name("role").text("assistant").name("content");
        if (texts.isEmpty()) {
            out.json("null");
        } else {
            out.beginText();
            texts.forEach(block -> addToText(block, path));
            out.endText();
        }
        if (!calls.isEmpty()) {
            out.name("tool_calls").open('[');
            calls.forEach(call -> addCall(call, path));
            out.close(']');
        }
        out.close('}');
    }

    private void addCall(JsonMembers call, String path) {
        String id = call.textOf("id");
        String name = call.textOf("name");
        if (id == null || name == null) {
            throw new UntranslatableCall(path + ": a tool_use must have an 'id' and a 'name'", "messages");
        }
        int input = call.findPresent("input");
        out.open('{')
                .name("id")
                .text(id)
                .name("type")
                .text("function")
                .name("function")
                .open('{');
        out.name("name").text(ToolNames.shortened(name));
        out.name("arguments")
                .text(input < 0 ? "{}" : call.source(input))
                .close('}')
                .close('}');
    }

    private interface BlockUse {
        void take(JsonMembers block);
    }

    private static void forEachBlock(JsonMembers holder, int content, String path, BlockUse use) {
        if (content < 0) {
            return;
        }
        if (holder.kind(content) != Kind.ARRAY) {
            throw new UntranslatableCall(path + ": content must be a text or a list", "messages");
        }
        int[] ranges = holder.elements(content);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            use.take(UserParts.block(holder.bytes(), ranges[pair], ranges[pair + 1], path));
        }
    }
}

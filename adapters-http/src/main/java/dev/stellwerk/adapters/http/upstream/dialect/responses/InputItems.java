package dev.stellwerk.adapters.http.upstream.dialect.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import org.jspecify.annotations.Nullable;

/**
 * The input of a response as the messages of a chat. Calls that stand behind each other, and the words before them, are one
 * message of the assistant. Belongs to one call.
 */
final class InputItems {
    private final JsonWriter out;
    private final boolean drops;
    private @Nullable JsonWriter words; // the content of an assistant's message that is not ended yet
    private JsonWriter calls = new JsonWriter();
    private JsonWriter pictures = new JsonWriter(); // in what tools answered, for a user to show

    /** @param drops what cannot be said is left out instead of refused */
    InputItems(JsonWriter out, boolean drops) {
        this.out = out;
        this.drops = drops;
    }

    void add(JsonMembers request) {
        int input = request.findPresent("input");
        if (input < 0) {
            throw new UntranslatableCall("input must be a text or a list", "input");
        }
        out.name("messages").open('[');
        int instructions = request.findPresent("instructions");
        if (instructions >= 0) {
            if (request.kind(instructions) != Kind.STRING) {
                throw new UntranslatableCall("instructions must be a text", "instructions");
            }
            spoken("system").value(request, instructions).close('}');
        }
        switch (request.kind(input)) {
            case STRING -> spoken("user").value(request, input).close('}');
            case ARRAY -> addItems(request, input);
            default -> throw new UntranslatableCall("input must be a text or a list", "input");
        }
        out.close(']');
    }

    private void addItems(JsonMembers request, int input) {
        int[] ranges = request.elements(input);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            String path = "input[" + pair / 2 + "]";
            JsonMembers item = JsonMembers.within(request.bytes(), ranges[pair], ranges[pair + 1]);
            if (item == null) {
                throw new UntranslatableCall(path + " must be an object, each of its names once", "input");
            }
            addItem(item, path);
        }
        endAssistant();
        showPictures();
    }

    private void addItem(JsonMembers item, String path) {
        String type = item.textOf("type");
        switch (type == null ? "message" : type) {
            case "message" -> addMessage(item, path);
            case "function_call" -> addCall(item, path);
            case "function_call_output" -> addOutput(item, path);
            case "reasoning" -> {} // no chat takes it back
            default -> {
                if (!drops) {
                    throw new UntranslatableCall(
                            "this deployment takes no items of type '" + type + "' (" + path + ")", "input");
                }
            }
        }
    }

    private JsonWriter spoken(String role) {
        return out.open('{').name("role").text(role).name("content");
    }

    private void addMessage(JsonMembers item, String path) {
        String role = item.textOf("role");
        int content = item.findPresent("content");
        if (content < 0) {
            throw new UntranslatableCall(path + " must have a 'content'", "input");
        }
        switch (role == null ? "" : role) {
            case "assistant" -> {
                endAssistant();
                showPictures();
                words = new JsonWriter();
                addWords(item, content, words, path);
            }
            case "user", "system", "developer" -> {
                endAssistant();
                showPictures();
                addSpoken("user".equals(role) ? "user" : "system", item, content, path);
            }
            default ->
                throw new UntranslatableCall(path + ".role must be user, assistant, system or developer", "input");
        }
    }

    private void addSpoken(String role, JsonMembers item, int content, String path) {
        if (item.kind(content) == Kind.STRING) {
            spoken(role).value(item, content).close('}');
            return;
        }
        var parts = new JsonWriter();
        var translation = new InputParts(path, drops);
        translation.forEach(item, content, part -> translation.add(part, parts));
        if (!parts.isEmpty()) {
            spoken(role).open('[').json(parts.bytes()).close(']').close('}');
        }
    }

    /** The texts of an item as one; other parts are not said by assistants. */
    private void addWords(JsonMembers item, int content, JsonWriter text, String path) {
        if (item.kind(content) == Kind.STRING) {
            text.value(item, content);
            return;
        }
        text.beginText();
        var translation = new InputParts(path, drops);
        translation.forEach(item, content, part -> {
            int words = translation.text(part);
            if (words >= 0) {
                text.more(part, words);
            }
        });
        text.endText();
    }

    private void addCall(JsonMembers item, String path) {
        showPictures();
        String name = item.textOf("name");
        int arguments = item.find("arguments");
        calls.open('{')
                .name("id")
                .text(id(item, path))
                .name("type")
                .text("function")
                .name("function")
                .open('{');
        calls.name("name").text(name == null ? "" : name).name("arguments");
        if (arguments >= 0 && item.kind(arguments) == Kind.STRING) {
            calls.value(item, arguments);
        } else {
            calls.text("{}");
        }
        calls.close('}').close('}');
    }

    private static String id(JsonMembers item, String path) {
        String id = item.textOf("call_id");
        if (id == null) {
            throw new UntranslatableCall(path + " must have a 'call_id'", "input");
        }
        return id;
    }

    private void endAssistant() {
        if (words == null && calls.isEmpty()) {
            return;
        }
        spoken("assistant").json(words == null ? "null".getBytes(US_ASCII) : words.bytes());
        if (!calls.isEmpty()) {
            out.name("tool_calls").open('[').json(calls.bytes()).close(']');
            calls = new JsonWriter();
        }
        out.close('}');
        words = null;
    }

    private void addOutput(JsonMembers item, String path) {
        endAssistant();
        int output = item.findPresent("output");
        out.open('{')
                .name("role")
                .text("tool")
                .name("tool_call_id")
                .text(id(item, path))
                .name("content");
        if (output >= 0 && item.kind(output) == Kind.STRING) {
            out.value(item, output);
        } else {
            out.beginText();
            if (output >= 0) {
                var translation = new InputParts(path, drops);
                translation.forEach(item, output, part -> {
                    int text = translation.text(part);
                    if (text >= 0) {
                        out.more(part, text);
                    } else {
                        translation.add(part, pictures);
                    }
                });
            }
            out.endText();
        }
        out.close('}');
    }

    private void showPictures() {
        if (!pictures.isEmpty()) {
            spoken("user").open('[').json(pictures.bytes()).close(']').close('}');
            pictures = new JsonWriter();
        }
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The blocks that one message of a chat becomes. Belongs to one message. */
final class ContentBlocks {
    private static final String MARK = "cache_control";

    private final String path;
    private final Set<String> flags;
    private final List<Map<String, @Nullable Object>> blocks = new ArrayList<>();

    /**
     * @param path where the message stands in the request
     * @param flags takes the beta flags that its parts need
     */
    ContentBlocks(String path, Set<String> flags) {
        this.path = path;
        this.flags = flags;
    }

    /** The blocks made so far; a mark of the whole message is that of the last one. */
    List<Map<String, @Nullable Object>> marked(@Nullable Object mark) {
        if (mark != null && !blocks.isEmpty()) {
            blocks.getLast().putIfAbsent(MARK, mark);
        }
        return blocks;
    }

    /** A text, or a list of parts. The API refuses blank texts. */
    void addContent(@Nullable Object content) {
        switch (content) {
            case null -> {}
            case String text -> addText(text, null);
            case List<?> parts -> parts.forEach(part -> addPart(Values.object(part)));
            default -> throw new UntranslatableCall(path + ".content must be a text or a list of parts", "messages");
        }
    }

    private void addText(@Nullable String text, @Nullable Object mark) {
        if (text != null && !text.isBlank()) {
            Map<String, @Nullable Object> block = Values.of("type", "text", "text", text);
            if (mark != null) {
                block.put(MARK, mark);
            }
            blocks.add(block);
        }
    }

    private void addPart(Map<String, @Nullable Object> part) {
        Object mark = part.get(MARK);
        String type = Values.textOr(part, "type", "");
        switch (type) {
            case "text" -> addText(Values.text(part, "text"), mark);
            case "refusal" -> addText(Values.text(part, "refusal"), mark);
            case "image_url", "file" -> {
                Map<String, @Nullable Object> block = new MediaPart(path, flags).block(part);
                if (mark != null) {
                    block.put(MARK, mark);
                }
                blocks.add(block);
            }
            case "", "input_audio" ->
                throw new UntranslatableCall(
                        "anthropic takes no content parts of type '" + type + "' (" + path + ")", "messages");
            default -> blocks.add(part); // in the API's own form
        }
    }

    /** What an assistant has thought, said and called, in that order. */
    void addAssistant(Map<String, @Nullable Object> message) {
        for (Object written : Values.elements(message.get("thinking_blocks"))) {
            Map<String, @Nullable Object> block = Values.object(written);
            boolean signed = block.get("signature") instanceof String signature && !signature.isEmpty();
            if ("redacted_thinking".equals(block.get("type")) || ("thinking".equals(block.get("type")) && signed)) {
                blocks.add(block);
            }
        }
        addContent(message.get("content"));
        for (Object written : Values.elements(message.get("tool_calls"))) {
            addCall(Values.object(written));
        }
    }

    private void addCall(Map<String, @Nullable Object> call) {
        Map<String, @Nullable Object> function = Values.object(call.get("function"));
        String id = Values.textOr(call, "id", "");
        Map<String, @Nullable Object> block = Values.of("type", "tool_use", "id", ToolId.clean(id));
        block.put("name", Values.textOr(function, "name", ""));
        block.put("input", input(function.get("arguments"), id));
        if (call.get(MARK) != null) {
            block.put(MARK, call.get(MARK));
        }
        blocks.add(block);
    }

    private Map<String, @Nullable Object> input(@Nullable Object arguments, String id) {
        return switch (arguments) {
            case null -> Values.object(null);
            case String text when text.isBlank() -> Values.object(null);
            case String text -> parsed(text, id);
            case Map<?, ?> object -> Values.object(object);
            default -> throw noObject(id);
        };
    }

    private Map<String, @Nullable Object> parsed(String arguments, String id) {
        try {
            return JsonMembers.of(arguments.strip().getBytes(UTF_8)).tree();
        } catch (MalformedJson _) {
            throw noObject(id);
        }
    }

    private UntranslatableCall noObject(String id) {
        return new UntranslatableCall(
                "the arguments of tool call '" + id + "' (" + path + ") are no JSON object", "messages");
    }

    /** A tool's result. */
    void addResult(Map<String, @Nullable Object> message) {
        Map<String, @Nullable Object> result = Values.of(
                "type", "tool_result", "tool_use_id", ToolId.clean(Values.textOr(message, "tool_call_id", "")));
        if (message.get("content") instanceof String text) {
            result.put("content", text);
        } else {
            addContent(message.get("content"));
            if (!blocks.isEmpty()) {
                result.put("content", new ArrayList<>(blocks));
                blocks.clear();
            }
        }
        blocks.add(result);
    }
}

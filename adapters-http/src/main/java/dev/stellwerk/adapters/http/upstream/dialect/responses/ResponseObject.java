package dev.stellwerk.adapters.http.upstream.dialect.responses;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.ChatUsage;
import org.jspecify.annotations.Nullable;

/** The object that a response is: what the client asked for told back, and what has come of it. Belongs to one answer. */
final class ResponseObject {
    private final JsonMembers request;
    private final long createdSeconds;
    private final String id;
    private final String model;

    /**
     * For one answer.
     *
     * @param request what the client sent
     * @param id of the chat completion
     */
    ResponseObject(JsonMembers request, long createdSeconds, String id, String model) {
        this.request = request;
        this.createdSeconds = createdSeconds;
        this.id = id;
        this.model = model;
    }

    /** The name of an item of the answer. */
    String itemId(String prefix, int index) {
        return prefix + "_" + id + "_" + index;
    }

    byte[] inProgress() {
        return written("in_progress", null, new byte[0], null);
    }

    /**
     * When it has ended.
     *
     * @param finish why, in the words of chat completions
     * @param output the items, separated by commas
     */
    byte[] ended(@Nullable String finish, byte[] output, ChatUsage usage) {
        String reason = cutShort(finish);
        return written(reason == null ? "completed" : "incomplete", reason, output, usage);
    }

    /** Why an answer is not all that it would have been; null when it is. */
    static @Nullable String cutShort(@Nullable String finish) {
        return switch (finish == null ? "" : finish) {
            case "length" -> "max_output_tokens";
            case "content_filter" -> "content_filter";
            default -> null;
        };
    }

    private byte[] written(String status, @Nullable String reason, byte[] output, @Nullable ChatUsage usage) {
        var out = new JsonWriter();
        out.open('{').name("id").text("resp_" + id).name("object").text("response");
        out.name("created_at").number(createdSeconds).name("status").text(status);
        out.name("background").json("false").name("error").json("null").name("incomplete_details");
        if (reason == null) {
            out.json("null");
        } else {
            out.open('{').name("reason").text(reason).close('}');
        }
        echo("instructions", "null", out);
        echo("max_output_tokens", "null", out);
        out.name("model").text(model).name("output").open('[');
        if (output.length > 0) {
            out.json(output);
        }
        out.close(']');
        echo("parallel_tool_calls", "true", out);
        out.name("previous_response_id").json("null");
        echo("reasoning", "{\"effort\":null,\"summary\":null}", out);
        out.name("store").json("false");
        echo("temperature", "1.0", out);
        echo("text", "{\"format\":{\"type\":\"text\"}}", out);
        echo("tool_choice", "\"auto\"", out);
        echo("tools", "[]", out);
        echo("top_p", "1.0", out);
        out.name("truncation").text("disabled").name("usage");
        if (usage == null) {
            out.json("null");
        } else {
            add(usage, out);
        }
        echo("user", "null", out);
        echo("metadata", "{}", out);
        return out.close('}').bytes();
    }

    private void echo(String name, String otherwise, JsonWriter out) {
        int index = request.findPresent(name);
        out.name(name);
        if (index < 0) {
            out.json(otherwise);
        } else {
            out.value(request, index);
        }
    }

    private static void add(ChatUsage usage, JsonWriter out) {
        out.open('{').name("input_tokens").number(usage.prompt());
        out.name("input_tokens_details")
                .open('{')
                .name("cached_tokens")
                .number(usage.cacheRead())
                .close('}');
        out.name("output_tokens").number(usage.completion());
        out.name("output_tokens_details")
                .open('{')
                .name("reasoning_tokens")
                .number(usage.reasoning())
                .close('}');
        out.name("total_tokens").number(usage.prompt() + usage.completion()).close('}');
    }
}

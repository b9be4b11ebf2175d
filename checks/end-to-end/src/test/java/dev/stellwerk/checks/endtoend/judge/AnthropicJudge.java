package dev.stellwerk.checks.endtoend.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Anthropic's Messages API, which refuses every field that it does not know. */
public final class AnthropicJudge extends Judge {
    public static final String KEY = "sk-ant-upstream";

    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "stream",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "metadata",
            "service_tier",
            "context_management");
    private static final Set<String> COUNTED =
            Set.of("model", "messages", "system", "tools", "tool_choice", "thinking");
    private static final Set<String> BLOCK = Set.of(
            "type",
            "text",
            "cache_control",
            "source",
            "id",
            "name",
            "input",
            "tool_use_id",
            "content",
            "is_error",
            "thinking",
            "signature",
            "data",
            "citations",
            "title");

    public AnthropicJudge() throws IOException {
        serve("/v1/messages", this::message);
        serve("/v1/messages/count_tokens", this::count);
    }

    @Override
    protected JsonNode error(int status, String message) {
        var body = JSON.createObjectNode().put("type", "error");
        body.putObject("error")
                .put(
                        "type",
                        switch (status) {
                            case 401 -> "authentication_error";
                            case 529 -> "overloaded_error";
                            default -> status < 500 ? "invalid_request_error" : "api_error";
                        })
                .put("message", message);
        return body.put("request_id", "req_1");
    }

    private void count(HttpExchange exchange, JsonNode request) throws IOException, Objection {
        judgeHeaders(exchange);
        requireOnly(request, COUNTED, "count_tokens");
        send(exchange, 200, JSON.createObjectNode().put("input_tokens", 42));
    }

    private void message(HttpExchange exchange, JsonNode request) throws IOException, Objection {
        judge(exchange, request);
        JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
        String words = words(request);
        Prompt prompt = Prompt.of(words);
        if (prompt == Prompt.REFUSE) {
            send(exchange, 400, error(400, "the script refuses"));
        } else if (prompt == Prompt.FLAKY && failsNow(words)) {
            send(exchange, 529, error(529, "Overloaded"));
        } else if (request.path("stream").asBoolean()) {
            stream(openStream(exchange), request, prompt, last);
        } else {
            var message = head();
            message.putArray("content").add(block(request, prompt, last));
            message.put("stop_reason", calls(request, prompt, last) ? "tool_use" : "end_turn");
            send(exchange, 200, message);
        }
    }

    private static void judgeHeaders(HttpExchange exchange) throws Objection {
        requireHeader(exchange, "x-api-key", KEY);
        require(exchange.getRequestHeaders().getFirst("Authorization") == null, "a key that does not belong here");
        require(
                exchange.getRequestHeaders().getFirst("anthropic-version") != null,
                "anthropic-version: header is required");
    }

    private void judge(HttpExchange exchange, JsonNode request) throws Objection {
        judgeHeaders(exchange);
        requireOnly(request, FIELDS, "messages");
        require(request.path("max_tokens").isInt(), "max_tokens: Field required");
        require(request.has("tools") || !request.has("tool_choice"), "tool_choice may only be specified with tools");
        String before = "assistant";
        var open = new HashSet<String>();
        for (JsonNode message : request.path("messages")) {
            String role = message.path("role").asText();
            require(!role.equals(before), "messages: roles must alternate");
            require(role.equals("user") || role.equals("assistant"), "messages: Unexpected role \"" + role + '"');
            before = role;
            requireOnly(message, Set.of("role", "content"), "messages");
            judgeBlocks(message.path("content"), open);
            require(role.equals("assistant") || open.isEmpty(), "`tool_use` ids without `tool_result` blocks: " + open);
        }
        for (JsonNode tool : request.path("tools")) {
            requireOnly(
                    tool,
                    Set.of(
                            "name",
                            "description",
                            "input_schema",
                            "type",
                            "cache_control",
                            "eager_input_streaming",
                            "strict"),
                    "tools");
            require(tool.path("input_schema").path("type").asText().equals("object"), "tools: input_schema.type");
        }
    }

    private static void judgeBlocks(JsonNode content, Set<String> open) throws Objection {
        require(content.isArray() || !content.asText().isBlank(), "text content blocks must be non-empty");
        for (JsonNode block : content) {
            requireOnly(block, BLOCK, "content");
            switch (block.path("type").asText()) {
                case "text" -> require(!block.path("text").asText().isBlank(), "text content blocks must be non-empty");
                case "tool_use" -> {
                    require(block.path("input").isObject(), "tool_use.input: Input should be a valid dictionary");
                    require(
                            block.path("id").asText().matches("[a-zA-Z0-9_-]+"),
                            "tool_use.id: String should match pattern");
                    open.add(block.path("id").asText());
                }
                case "tool_result" ->
                    require(open.remove(block.path("tool_use_id").asText()), "unexpected `tool_use_id`");
                case "image", "document", "thinking", "redacted_thinking" -> {}
                default -> throw new Objection(400, "content: unknown type " + block.path("type"));
            }
        }
    }

    /** The words of the last user message that has some. */
    private static String words(JsonNode request) {
        String words = "";
        for (JsonNode message : request.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                JsonNode content = message.path("content");
                var text = new StringBuilder(content.asText());
                content.forEach(part -> text.append(part.path("text").asText()));
                words = text.isEmpty() ? words : text.toString();
            }
        }
        return words;
    }

    private static boolean calls(JsonNode request, Prompt prompt, JsonNode last) {
        return prompt == Prompt.WEATHER
                && request.has("tools")
                && toolResult(last).isEmpty();
    }

    private static String toolResult(JsonNode last) {
        var text = new StringBuilder();
        for (JsonNode block : last.path("content")) {
            if (block.path("type").asText().equals("tool_result")) {
                text.append(block.path("content").asText());
                block.path("content")
                        .forEach(part -> text.append(part.path("text").asText()));
            }
        }
        return text.toString();
    }

    private static ObjectNode block(JsonNode request, Prompt prompt, JsonNode last) throws Objection {
        if (calls(request, prompt, last)) {
            var call = JSON.createObjectNode()
                    .put("type", "tool_use")
                    .put("id", "toolu_1")
                    .put("name", request.path("tools").path(0).path("name").asText());
            call.putObject("input").put("city", "Paris");
            return call;
        }
        return JSON.createObjectNode().put("type", "text").put("text", text(request, prompt, last));
    }

    private static String text(JsonNode request, Prompt prompt, JsonNode last) throws Objection {
        return switch (prompt) {
            case HELLO, FLAKY, REFUSE, ENDLESS, CUT -> "Hello from Anthropic.";
            case WEATHER -> "It is " + toolResult(last) + " in Paris.";
            case PICTURE -> "A picture of " + picture(last) + " bytes.";
            case FORM -> {
                require(
                        request.path("output_config")
                                .path("format")
                                .path("schema")
                                .isObject(),
                        "no schema was asked for");
                yield "{\"city\":\"Paris\",\"degrees\":21}";
            }
        };
    }

    private static int picture(JsonNode last) throws Objection {
        for (JsonNode block : last.path("content")) {
            JsonNode source = block.path("source");
            if (source.path("type").asText().equals("base64")) {
                require(source.path("media_type").asText().equals("image/png"), "source.media_type");
                return pictureSize(source.path("data").asText());
            }
        }
        throw new Objection(400, "there is no picture");
    }

    private void stream(OutputStream body, JsonNode request, Prompt prompt, JsonNode last)
            throws IOException, Objection {
        var opening = JSON.createObjectNode().put("type", "message_start");
        opening.set("message", head());
        opening.withObject("message").putArray("content");
        write(body, opening);
        write(body, JSON.createObjectNode().put("type", "ping"));
        var block = block(request, prompt, last);
        boolean calls = block.path("type").asText().equals("tool_use");
        var start = block.deepCopy();
        if (calls) {
            start.putObject("input");
        } else {
            start.put("text", "");
        }
        var begun = JSON.createObjectNode().put("type", "content_block_start").put("index", 0);
        begun.set("content_block", start);
        write(body, begun);
        if (prompt == Prompt.ENDLESS) {
            writeUntilLeft(body, event(delta("text_delta", "text", "on and ")));
            return;
        }
        String whole =
                calls ? block.path("input").toString() : block.path("text").asText();
        for (String piece :
                calls ? List.of("", whole.substring(0, 5), whole.substring(5)) : List.of(whole.split("(?<= )", 2))) {
            write(body, calls ? delta("input_json_delta", "partial_json", piece) : delta("text_delta", "text", piece));
        }
        if (prompt == Prompt.CUT) {
            throw new IOException("the script breaks off");
        }
        write(body, JSON.createObjectNode().put("type", "content_block_stop").put("index", 0));
        var end = JSON.createObjectNode().put("type", "message_delta");
        end.putObject("delta")
                .put("stop_reason", calls ? "tool_use" : "end_turn")
                .putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", 7);
        write(body, end);
        write(body, JSON.createObjectNode().put("type", "message_stop"));
    }

    private static ObjectNode delta(String type, String member, String value) {
        var event = JSON.createObjectNode().put("type", "content_block_delta").put("index", 0);
        event.putObject("delta").put("type", type).put(member, value);
        return event;
    }

    private static ObjectNode head() {
        var message = JSON.createObjectNode()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "claude-of-the-day")
                .putNull("stop_reason")
                .putNull("stop_sequence");
        message.putObject("usage")
                .put("input_tokens", 5)
                .put("cache_creation_input_tokens", 2)
                .put("cache_read_input_tokens", 4)
                .put("output_tokens", 7);
        return message;
    }

    private static String event(JsonNode data) {
        return "event: " + data.path("type").asText() + "\ndata: " + data + "\n\n";
    }

    private static void write(OutputStream body, JsonNode data) throws IOException {
        body.write(event(data).getBytes(UTF_8));
        body.flush();
    }
}

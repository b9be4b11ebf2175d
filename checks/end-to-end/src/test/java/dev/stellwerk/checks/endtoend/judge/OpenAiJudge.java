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

/** OpenAI's chat completions and embeddings; models that begin with {@code o} are reasoning models. */
public final class OpenAiJudge extends Judge {
    public static final String KEY = "sk-openai-upstream";

    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "temperature",
            "top_p",
            "max_tokens",
            "max_completion_tokens",
            "n",
            "stop",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "user",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "response_format",
            "seed",
            "reasoning_effort",
            "metadata",
            "store",
            "modalities",
            "service_tier",
            "verbosity",
            "prompt_cache_key",
            "safety_identifier");
    private static final Set<String> REASONERS_REFUSE = Set.of(
            "max_tokens", "top_p", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");
    private static final String USAGE = """
            {"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4}}""";

    public OpenAiJudge() throws IOException {
        serve("/v1/chat/completions", this::chat);
        serve("/v1/embeddings", this::embed);
    }

    @Override
    protected JsonNode error(int status, String message) {
        var body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put(
                        "type",
                        status == 401
                                ? "authentication_error"
                                : status < 500 ? "invalid_request_error" : "server_error")
                .putNull("param")
                .putNull("code");
        return body;
    }

    private void embed(HttpExchange exchange, JsonNode request) throws IOException, Objection {
        requireHeader(exchange, "Authorization", "Bearer " + KEY);
        requireOnly(request, Set.of("model", "input", "encoding_format", "dimensions", "user"), "embeddings");
        boolean packed = request.path("encoding_format").asText().equals("base64");
        var vector = packed ? "\"AACAPwAAAEA=\"" : "[1.0,2.0]"; // the two numbers as little-endian floats
        send(exchange, 200, JSON.readTree("""
                {"object":"list","model":"text-embedding-3-small","usage":{"prompt_tokens":3,"total_tokens":3},
                 "data":[{"object":"embedding","index":0,"embedding":%s}]}""".formatted(vector)));
    }

    private void chat(HttpExchange exchange, JsonNode request) throws IOException, Objection {
        judge(exchange, request);
        JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
        String words = words(request);
        Prompt prompt = Prompt.of(words);
        if (prompt == Prompt.REFUSE) {
            send(exchange, 400, error(400, "the script refuses"));
        } else if (prompt == Prompt.FLAKY && failsNow(words)) {
            send(exchange, 503, error(503, "the script fails once"));
        } else if (request.path("stream").asBoolean()) {
            stream(openStream(exchange), request, prompt, last);
        } else {
            send(exchange, 200, completion(request, prompt, last));
        }
    }

    private void judge(HttpExchange exchange, JsonNode request) throws Objection {
        requireHeader(exchange, "Authorization", "Bearer " + KEY);
        require(exchange.getRequestHeaders().getFirst("x-api-key") == null, "a key that does not belong here");
        requireOnly(request, FIELDS, "chat");
        if (request.path("model").asText().startsWith("o")) {
            for (String field : REASONERS_REFUSE) {
                require(!request.has(field), "Unsupported parameter: '" + field + "' is not supported with this model");
            }
            double temperature = request.path("temperature").asDouble(1);
            require(temperature == 1, "Unsupported value: 'temperature' does not support " + temperature);
        }
        require(
                request.has("stream_options") ? request.path("stream").asBoolean() : true,
                "stream_options without stream");
        require(request.has("tools") || !request.has("tool_choice"), "'tool_choice' is only allowed with 'tools'");
        var open = new HashSet<String>();
        for (JsonNode message : request.path("messages")) {
            judge(message, open);
        }
        require(open.isEmpty(), "tool calls without an answer: " + open);
        for (JsonNode tool : request.path("tools")) {
            require(tool.path("type").asText().equals("function"), "tools: type");
            requireOnly(tool, Set.of("type", "function"), "tools");
            requireOnly(tool.path("function"), Set.of("name", "description", "parameters", "strict"), "tools.function");
        }
    }

    private static void judge(JsonNode message, Set<String> open) throws Objection {
        String role = message.path("role").asText();
        require(ROLES.contains(role), "Invalid role: " + role);
        requireOnly(message, Set.of("role", "content", "name", "tool_calls", "tool_call_id", "refusal"), "messages");
        if (role.equals("tool")) {
            String id = message.path("tool_call_id").asText();
            require(open.remove(id), "a tool's answer to no call: " + id);
        } else {
            require(open.isEmpty(), "tool calls without an answer: " + open);
        }
        for (JsonNode call : message.path("tool_calls")) {
            require(call.path("function").path("arguments").isTextual(), "arguments must be a text");
            open.add(call.path("id").asText());
        }
        for (JsonNode part : message.path("content")) {
            require(
                    Set.of("text", "image_url", "file")
                            .contains(part.path("type").asText()),
                    "part: " + part.path("type"));
            requireOnly(part, Set.of("type", "text", "image_url", "file"), "parts");
        }
    }

    /** The words of the last message that the user wrote. */
    private static String words(JsonNode request) {
        String words = "";
        for (JsonNode message : request.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                JsonNode content = message.path("content");
                var text = new StringBuilder(content.asText());
                content.forEach(part -> text.append(part.path("text").asText()));
                words = text.toString();
            }
        }
        return words;
    }

    private JsonNode completion(JsonNode request, Prompt prompt, JsonNode last) throws IOException, Objection {
        var answer = head("chat.completion");
        var choice = answer.putArray("choices").addObject().put("index", 0).putNull("logprobs");
        var message = choice.putObject("message").put("role", "assistant").putNull("refusal");
        boolean calls = calls(request, prompt, last);
        choice.put("finish_reason", calls ? "tool_calls" : "stop");
        if (calls) {
            message.putNull("content");
            message.putArray("tool_calls")
                    .addObject()
                    .put("id", "call_1")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", toolName(request))
                    .put("arguments", "{\"city\":\"Paris\"}");
        } else {
            message.put("content", text(request, prompt, last));
        }
        answer.set("usage", JSON.readTree(USAGE));
        return answer;
    }

    private static boolean calls(JsonNode request, Prompt prompt, JsonNode last) {
        return prompt == Prompt.WEATHER
                && request.has("tools")
                && !last.path("role").asText().equals("tool");
    }

    private static String toolName(JsonNode request) {
        return request.path("tools").path(0).path("function").path("name").asText();
    }

    private static String text(JsonNode request, Prompt prompt, JsonNode last) throws Objection {
        return switch (prompt) {
            case HELLO, FLAKY, REFUSE, ENDLESS, CUT -> "Hello from OpenAI.";
            case WEATHER -> "It is " + toolResult(last) + " in Paris.";
            case PICTURE -> "A picture of " + picture(last) + " bytes.";
            case FORM -> {
                require(
                        request.path("response_format")
                                .path("json_schema")
                                .path("schema")
                                .isObject(),
                        "no schema was asked for");
                yield "{\"city\":\"Paris\",\"degrees\":21}";
            }
        };
    }

    private static String toolResult(JsonNode last) {
        var text = new StringBuilder(last.path("content").asText());
        last.path("content").forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }

    private static int picture(JsonNode last) throws Objection {
        for (JsonNode part : last.path("content")) {
            String url = part.path("image_url").path("url").asText();
            if (url.startsWith("data:image/png;base64,")) {
                return pictureSize(url.substring(url.indexOf(',') + 1));
            }
        }
        throw new Objection(400, "there is no picture");
    }

    private void stream(OutputStream body, JsonNode request, Prompt prompt, JsonNode last)
            throws IOException, Objection {
        write(body, chunk("{\"role\":\"assistant\",\"content\":\"\"}", null));
        if (prompt == Prompt.ENDLESS) {
            writeUntilLeft(body, event(chunk("{\"content\":\"on and \"}", null)));
            return;
        }
        if (calls(request, prompt, last)) {
            write(
                    body,
                    chunk(
                            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":"
                                    + "\"%s\",\"arguments\":\"\"}}]}".formatted(toolName(request)),
                            null));
            for (String piece : List.of("{\\\"ci", "ty\\\":", "\\\"Paris\\\"}")) {
                write(
                        body,
                        chunk(
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]}".formatted(piece),
                                null));
            }
            write(body, chunk("{}", "tool_calls"));
        } else {
            for (String piece : text(request, prompt, last).split("(?<= )", prompt == Prompt.CUT ? 2 : -1)) {
                write(body, chunk("{\"content\":%s}".formatted(JSON.writeValueAsString(piece)), null));
            }
            if (prompt == Prompt.CUT) {
                throw new IOException("the script breaks off");
            }
            write(body, chunk("{}", "stop"));
        }
        if (request.path("stream_options").path("include_usage").asBoolean()) {
            var usage = head("chat.completion.chunk");
            usage.putArray("choices");
            usage.set("usage", JSON.readTree(USAGE));
            write(body, usage);
        }
        body.write("data: [DONE]\n\n".getBytes(UTF_8));
    }

    private static ObjectNode head(String object) {
        return JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", object)
                .put("created", 1_700_000_000)
                .put("model", "gpt-of-the-day");
    }

    private static ObjectNode chunk(String delta, @SuppressWarnings("NullAway") String finishReason)
            throws IOException {
        var chunk = head("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", JSON.readTree(delta));
        choice.put("finish_reason", finishReason);
        return chunk;
    }

    private static String event(JsonNode data) {
        return "data: " + data + "\n\n";
    }

    private static void write(OutputStream body, JsonNode data) throws IOException {
        body.write(event(data).getBytes(UTF_8));
        body.flush();
    }
}

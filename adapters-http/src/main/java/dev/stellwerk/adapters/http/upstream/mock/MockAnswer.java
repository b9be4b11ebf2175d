package dev.stellwerk.adapters.http.upstream.mock;

import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A given text in the shape of an answer. */
record MockAnswer(CallType type, String text, String model, String id, long created) {
    private static final int PIECE = 20;

    public long tokens() {
        return (text.getBytes(StandardCharsets.UTF_8).length + UsageReader.BYTES_PER_TOKEN - 1L)
                / UsageReader.BYTES_PER_TOKEN;
    }

    /** Whether this kind of answer has a form for streams here. */
    public boolean streams() {
        return type == CallType.CHAT || type == CallType.TEXT_COMPLETION;
    }

    public Map<String, Object> whole(TokenUsage usage) {
        return switch (type) {
            case CHAT -> {
                Map<String, Object> message = map("role", "assistant", "content", text);
                yield envelope(
                        "chatcmpl-",
                        "chat.completion",
                        List.of(map("index", 0, "message", message, "finish_reason", "stop")),
                        usage);
            }
            case TEXT_COMPLETION ->
                envelope(
                        "cmpl-",
                        "text_completion",
                        List.of(map("index", 0, "text", text, "finish_reason", "stop")),
                        usage);
            case RESPONSES -> response(usage);
            case EMBEDDING ->
                map(
                        "object",
                        "list",
                        "model",
                        model,
                        "data",
                        List.of(map("object", "embedding", "index", 0, "embedding", List.of(0.0))),
                        "usage",
                        map("prompt_tokens", usage.promptTokens(), "total_tokens", usage.promptTokens()));
            case IMAGE -> map("created", created, "data", List.of(map("url", text)));
            case SPEECH, TRANSCRIPTION -> map("text", text);
            case MODERATION -> map("id", "modr-" + id, "model", model, "results", List.of(map("flagged", false)));
            case RERANK -> map("id", id, "results", List.of());
            case TOKEN_COUNT -> map("input_tokens", usage.promptTokens());
            case STORED_RESPONSE -> throw new IllegalArgumentException("nothing is stored here");
        };
    }

    private Map<String, Object> response(TokenUsage usage) {
        Map<String, Object> content = map("type", "output_text", "text", text, "annotations", List.of());
        Map<String, Object> message = map(
                "type",
                "message",
                "id",
                "msg_" + id,
                "role",
                "assistant",
                "status",
                "completed",
                "content",
                List.of(content));
        return map(
                "id",
                "resp_" + id,
                "object",
                "response",
                "created_at",
                created,
                "status",
                "completed",
                "model",
                model,
                "output",
                List.of(message),
                "usage",
                map(
                        "input_tokens",
                        usage.promptTokens(),
                        "output_tokens",
                        usage.completionTokens(),
                        "total_tokens",
                        usage.total()));
    }

    /** The events of a stream, without its last word. */
    public List<Map<String, Object>> events(@Nullable TokenUsage usage, boolean usageWithoutChoices) {
        var events = new ArrayList<Map<String, Object>>();
        for (String words : pieces()) {
            events.add(chunk(List.of(piece(words, events.isEmpty()))));
        }
        events.add(chunk(List.of(end("stop"))));
        if (usage != null) {
            Map<String, Object> last = chunk(usageWithoutChoices ? List.of() : List.of(end(null)));
            last.put("usage", tokens(usage));
            events.add(last);
        }
        return events;
    }

    /** The text, bit by bit; at least one, which may be empty. */
    List<String> pieces() {
        var pieces = new ArrayList<String>();
        int at = 0;
        do {
            int end = Math.min(text.length(), at + PIECE);
            end += end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
            pieces.add(text.substring(at, end));
            at = end;
        } while (at < text.length());
        return pieces;
    }

    private Map<String, Object> piece(String words, boolean first) {
        if (type == CallType.TEXT_COMPLETION) {
            return map("index", 0, "text", words);
        }
        return map("index", 0, "delta", first ? map("role", "assistant", "content", words) : map("content", words));
    }

    private Map<String, Object> end(@Nullable String reason) {
        Map<String, Object> choice =
                type == CallType.TEXT_COMPLETION ? map("index", 0, "text", "") : map("index", 0, "delta", Map.of());
        if (reason != null) {
            choice.put("finish_reason", reason);
        }
        return choice;
    }

    private Map<String, Object> chunk(List<Map<String, Object>> choices) {
        boolean chat = type == CallType.CHAT;
        return map(
                "id", (chat ? "chatcmpl-" : "cmpl-") + id,
                "object", chat ? "chat.completion.chunk" : "text_completion",
                "created", created,
                "model", model,
                "choices", choices);
    }

    private Map<String, Object> envelope(
            String prefix, String object, List<Map<String, Object>> choices, TokenUsage usage) {
        return map(
                "id",
                prefix + id,
                "object",
                object,
                "created",
                created,
                "model",
                model,
                "choices",
                choices,
                "usage",
                tokens(usage));
    }

    private static Map<String, Object> tokens(TokenUsage usage) {
        return map(
                "prompt_tokens",
                usage.promptTokens(),
                "completion_tokens",
                usage.completionTokens(),
                "total_tokens",
                usage.total());
    }

    static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            map.put((String) namesAndValues[at], namesAndValues[at + 1]);
        }
        return map;
    }
}

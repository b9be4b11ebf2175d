package dev.stellwerk.adapters.http.upstream.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A given text in the shape of an answer of the Messages API. */
record MockMessage(MockAnswer answer, TokenUsage usage) {
    Map<String, @Nullable Object> whole() {
        return message(
                List.of(MockAnswer.map("type", "text", "text", answer.text())), "end_turn", usage.completionTokens());
    }

    private Map<String, @Nullable Object> message(
            List<Map<String, Object>> content, @Nullable String reason, long outputTokens) {
        var message = new LinkedHashMap<String, @Nullable Object>();
        message.put("id", "msg_" + answer.id());
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", answer.model());
        message.put("content", content);
        message.put("stop_reason", reason);
        message.put("stop_sequence", null);
        message.put("usage", figures(outputTokens));
        return message;
    }

    private Map<String, Object> figures(long outputTokens) {
        return MockAnswer.map(
                "input_tokens",
                usage.promptTokens(),
                "cache_creation_input_tokens",
                0,
                "cache_read_input_tokens",
                0,
                "output_tokens",
                outputTokens);
    }

    /** The events of a stream as they go over the wire. */
    List<String> frames() {
        var frames = new ArrayList<String>();
        frames.add(frame(MockAnswer.map("type", "message_start", "message", message(List.of(), null, 0))));
        frames.add(frame(MockAnswer.map(
                "type",
                "content_block_start",
                "index",
                0,
                "content_block",
                MockAnswer.map("type", "text", "text", ""))));
        for (String piece : answer.pieces()) {
            Map<String, Object> delta = MockAnswer.map("type", "text_delta", "text", piece);
            frames.add(frame(MockAnswer.map("type", "content_block_delta", "index", 0, "delta", delta)));
        }
        frames.add(frame(MockAnswer.map("type", "content_block_stop", "index", 0)));
        var end = new LinkedHashMap<String, @Nullable Object>();
        end.put("stop_reason", "end_turn");
        end.put("stop_sequence", null);
        frames.add(frame(
                MockAnswer.map("type", "message_delta", "delta", end, "usage", figures(usage.completionTokens()))));
        frames.add(frame(MockAnswer.map("type", "message_stop")));
        return frames;
    }

    private static String frame(Map<String, Object> event) {
        return "event: " + event.get("type") + "\ndata: " + new String(JsonText.written(event), UTF_8) + "\n\n";
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiLayout;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls of the Messages API before a deployment of OpenAI's shape, without a socket. */
final class Bridged {
    static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Bridged() {}

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException bad) {
            throw new AssertionError(json, bad);
        }
    }

    static OutgoingCall call(String json, Map<String, Object> overrides, Map<String, Object> defaults) {
        return call(json, ModelFacts.UNKNOWN, overrides, defaults);
    }

    static OutgoingCall call(
            String json, ModelFacts facts, Map<String, Object> overrides, Map<String, Object> defaults) {
        RequestBody body = RequestBody.parse(json.getBytes(UTF_8), ClientApi.MESSAGES);
        return new OutgoingCall(
                CallType.CHAT,
                body.streaming(),
                Calls.endpoint("http://h"),
                facts,
                body,
                overrides,
                defaults,
                new AnswerWish("chat", false, false));
    }

    static MessagesOverChat dialect() {
        return new MessagesOverChat(new OpenAiDialect(new OpenAiLayout()));
    }

    static JsonNode sent(OutgoingCall call) {
        try {
            var bytes = new ByteArrayOutputStream();
            dialect().request(call).body().writeTo(bytes);
            return tree(bytes.toString(UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What is sent for a request with these members. */
    static JsonNode sent(String members) {
        return sent(call("{\"model\":\"chat\"," + members + "}", Map.of(), Map.of()));
    }

    static PlainAnswer answer(String request, String completion) {
        try {
            return dialect().answer(call("{" + request + "}", Map.of(), Map.of()), completion.getBytes(UTF_8));
        } catch (MalformedJson bad) {
            throw new AssertionError(bad);
        }
    }

    /** The message that a choice becomes. */
    static JsonNode message(String choice) {
        return tree(new String(
                answer(
                                HI,
                                "{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[" + choice
                                        + "]}")
                        .body(),
                UTF_8));
    }

    /**
     * What became of a stream.
     *
     * @param text as the client gets it
     */
    record Streamed(
            String text, List<JsonNode> events, @Nullable UpstreamFailure failure, boolean complete, TokenUsage usage) {
        List<String> types() {
            return events.stream().map(event -> event.get("type").textValue()).toList();
        }

        /** The blocks as clients put them together; fails where the protocol is broken. */
        List<String> blocks() {
            var blocks = new ArrayList<String>();
            StringBuilder open = null;
            String kind = "";
            for (JsonNode event : events) {
                switch (event.get("type").textValue()) {
                    case "content_block_start" -> {
                        check(open == null && event.get("index").intValue() == blocks.size(), event);
                        JsonNode block = event.get("content_block");
                        kind = block.get("type").textValue();
                        open = new StringBuilder(kind + " ");
                        if (kind.equals("tool_use")) {
                            open.append(block.get("id").textValue())
                                    .append(' ')
                                    .append(block.get("name").textValue())
                                    .append(' ');
                        }
                    }
                    case "content_block_delta" -> {
                        JsonNode delta = event.get("delta");
                        String wanted = kind.equals("tool_use") ? "input_json" : kind;
                        check(open != null && event.get("index").intValue() == blocks.size(), event);
                        check(delta.get("type").textValue().equals(wanted + "_delta"), event);
                        String member = kind.equals("tool_use") ? "partial_json" : kind;
                        if (open != null) {
                            open.append(delta.get(member).textValue());
                        }
                    }
                    case "content_block_stop" -> {
                        check(open != null && event.get("index").intValue() == blocks.size(), event);
                        blocks.add(String.valueOf(open));
                        open = null;
                    }
                    default -> {}
                }
            }
            check(open == null, null);
            return blocks;
        }

        private static void check(boolean holds, @Nullable JsonNode event) {
            if (!holds) {
                throw new AssertionError("not the protocol: " + event);
            }
        }
    }

    /** A stream of these chunks. */
    static Streamed stream(String... chunks) {
        var text = new StringBuilder();
        for (String chunk : chunks) {
            text.append("data: ").append(chunk).append("\n\n");
        }
        return streamOf(HI, text.toString());
    }

    /** A stream of chunks with these deltas, and its ordinary end. */
    static Streamed streamOfDeltas(String... deltas) {
        var chunks = new ArrayList<String>();
        for (String delta : deltas) {
            chunks.add(chunk(delta, null));
        }
        chunks.add(chunk("{}", "stop"));
        chunks.add("[DONE]");
        return stream(chunks.toArray(String[]::new));
    }

    static String chunk(String delta, @Nullable String finish) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta + ",\"finish_reason\":" + (finish == null ? null : "\"" + finish + "\"") + "}]}";
    }

    /** A delta with pieces of calls. */
    static String calls(String... pieces) {
        return "{\"tool_calls\":[" + String.join(",", pieces) + "]}";
    }

    static String piece(int index, @Nullable String id, @Nullable String name, String arguments) {
        return "{\"index\":" + index + (id == null ? "" : ",\"id\":\"" + id + "\"") + ",\"function\":{"
                + (name == null ? "" : "\"name\":\"" + name + "\",") + "\"arguments\":"
                + JSON.valueToTree(arguments) + "}}";
    }

    static Streamed streamOf(String request, String stream) {
        OutgoingCall call = call("{" + request + ",\"stream\":true}", Map.of(), Map.of());
        StreamTranslation translation = dialect().stream(call);
        var out = new Output();
        try {
            BodyReader body = BodyReader.untilClose(new ByteArrayInputStream(stream.getBytes(UTF_8)));
            UpstreamFailure failure = null;
            boolean goesOn = true;
            while (goesOn && failure == null) {
                goesOn = translation.events().read(body);
                while (failure == null && translation.events().next()) {
                    failure = translation.rewriter().accept(translation.events(), out);
                }
            }
            boolean complete = failure == null && translation.rewriter().endOfBody(out);
            return new Streamed(
                    out.toString(),
                    events(out.toString()),
                    failure,
                    complete,
                    translation.rewriter().usage());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<JsonNode> events(String text) {
        var events = new ArrayList<JsonNode>();
        for (String event : text.split("\n\n", -1)) {
            if (!event.isEmpty()) {
                String[] lines = event.split("\n", -1);
                JsonNode data = tree(lines[1].substring("data: ".length()));
                if (!lines[0].equals("event: " + data.get("type").textValue())) {
                    throw new AssertionError("an event is named otherwise than its data: " + event);
                }
                events.add(data);
            }
        }
        return events;
    }
}

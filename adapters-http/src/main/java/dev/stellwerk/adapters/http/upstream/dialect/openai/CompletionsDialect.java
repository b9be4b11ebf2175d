package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For models that only complete texts: a chat becomes one prompt, and the text that continues it a message. Every other
 * kind of call is as {@link OpenAiDialect} has it.
 */
public final class CompletionsDialect implements Dialect {
    private final OpenAiDialect plain;

    public CompletionsDialect(OpenAiDialect plain) {
        this.plain = plain;
    }

    @Override
    public UpstreamRequest request(OutgoingCall call) {
        if (call.type() != CallType.CHAT) {
            return plain.request(call);
        }
        UpstreamRequest chat = plain.request(call, Operation.TEXT_COMPLETION);
        return new UpstreamRequest(chat.target(), asCompletion(chat.body()), chat.dropped());
    }

    private static RenderedBody asCompletion(RenderedBody chat) {
        try {
            var bytes = new ByteArrayOutputStream((int) chat.length());
            chat.writeTo(bytes);
            JsonMembers members = JsonMembers.of(bytes.toByteArray());
            var body = new LinkedHashMap<String, Object>();
            for (int index = 0; index < members.size(); index++) {
                Object value = members.tree(index);
                if (value != null) {
                    switch (members.name(index)) {
                        case "messages" -> body.put("prompt", Transcript.of(value));
                        case "max_completion_tokens" -> body.put("max_tokens", value);
                        default -> body.putIfAbsent(members.name(index), value);
                    }
                }
            }
            return RenderedBody.ofJson(JsonText.written(body));
        } catch (IOException | MalformedJson impossible) {
            throw new UncheckedIOException(new IOException("a body of our own cannot be read", impossible));
        }
    }

    @Override
    public PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson {
        PlainAnswer answer = plain.answer(call, body);
        if (call.type() != CallType.CHAT || answer.error() != null) {
            return answer;
        }
        JsonMembers members = JsonMembers.of(answer.body());
        Map<String, @Nullable Object> chat = members(members);
        chat.put("object", "chat.completion");
        chat.put("choices", CompletionChoices.asMessages(chat.get("choices")));
        return new PlainAnswer(JsonText.written(chat), answer.usage(), answer.id(), answer.filtered(), null);
    }

    @Override
    public StreamTranslation stream(OutgoingCall call) {
        if (call.type() != CallType.CHAT) {
            return plain.stream(call);
        }
        var chunks = new ChunkRewriter(true, call.wish(), call.endpoint(), call.promptTokens());
        return new StreamTranslation(new EventSplitter(), new CompletionRewriter(chunks));
    }

    /** Members in their order, for a chunk or an answer that is written anew. */
    static Map<String, @Nullable Object> members(JsonMembers members) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int index = 0; index < members.size(); index++) {
            map.put(members.name(index), members.tree(index));
        }
        return map;
    }
}

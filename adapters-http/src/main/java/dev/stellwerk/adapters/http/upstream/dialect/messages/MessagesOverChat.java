package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.ClientMembers;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.ChunkTranslator;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of the Messages API, said as a chat completion to a provider's own dialect, and its answer told as a message.
 * Belongs to one attempt, unlike the dialects of providers: it remembers what it said.
 */
public final class MessagesOverChat implements Dialect {
    private final Dialect chat;
    private @Nullable Said said;

    /**
     * For one attempt.
     *
     * @param chat how the provider is spoken to
     */
    public MessagesOverChat(Dialect chat) {
        this.chat = chat;
    }

    /**
     * A call in both languages.
     *
     * @param client what the client sent, with what a fallback replaces in it
     */
    private record Said(OutgoingCall chat, JsonMembers client) {}

    private Said said(OutgoingCall call) {
        if (said == null) {
            if (!(call.body() instanceof RequestBody client)) {
                throw new UntranslatableCall("a message is asked for by a JSON body", null);
            }
            JsonMembers sent = ClientMembers.of(call, client);
            var translated = new OutgoingCall(
                    CallType.CHAT,
                    call.streaming(),
                    call.endpoint(),
                    call.facts(),
                    ChatRequest.of(call, client, sent),
                    Map.of(),
                    call.defaults(),
                    new AnswerWish(call.wish().model(), true, true));
            said = new Said(translated, sent);
        }
        return said;
    }

    @Override
    public UpstreamRequest request(OutgoingCall call) {
        return chat.request(said(call).chat());
    }

    @Override
    public PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson {
        PlainAnswer answer = chat.answer(said(call).chat(), body);
        return answer.error() == null ? MessageOfChat.of(answer, said(call).client()) : answer;
    }

    @Override
    public StreamTranslation stream(OutgoingCall call) {
        StreamTranslation stream = chat.stream(said(call).chat());
        var events = new MessageEventWriter(said(call).client(), call.promptTokens());
        return new StreamTranslation(
                stream.events(), new ChunkTranslator(stream.rewriter(), events, call.promptTokens()));
    }

    @Override
    public UpstreamFailure failure(int status, ErrorWords words, Optional<Duration> retryAfter, Endpoint endpoint) {
        return chat.failure(status, words, retryAfter, endpoint);
    }

    @Override
    public UpstreamFailure told(ErrorWords words, Endpoint endpoint) {
        return chat.told(words, endpoint);
    }

    @Override
    public ErrorWords error(byte[] body, String mediaType) {
        return chat.error(body, mediaType);
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;

/** Calls of the Messages API, said as chat completions to a provider's own dialect. */
public final class MessagesOverChat implements Dialect {
    private final Dialect chat;

    public MessagesOverChat(Dialect chat) {
        this.chat = chat;
    }

    @Override
    public UpstreamRequest request(OutgoingCall call) {
        throw new UntranslatableCall("this deployment does not serve /v1/messages", "model");
    }

    @Override
    public PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson {
        return chat.answer(call, body);
    }

    @Override
    public StreamTranslation stream(OutgoingCall call) {
        return chat.stream(call);
    }
}

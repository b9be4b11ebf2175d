package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Anthropic's Messages API, for chat completions: both ways, plain and streamed. */
public final class AnthropicDialect implements Dialect {
    private final Time time;

    /** @param time for the moment at which an answer was made, which the API does not tell */
    public AnthropicDialect(Time time) {
        this.time = time;
    }

    @Override
    public UpstreamRequest request(OutgoingCall call) {
        if (call.type() != CallType.CHAT) {
            throw new UntranslatableCall(
                    "anthropic does not serve calls of type "
                            + call.type().name().toLowerCase(Locale.ROOT),
                    "model");
        }
        return MessagesRequest.of(call);
    }

    @Override
    public PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson {
        return MessageAnswer.read(call, body, time.now().getEpochSecond());
    }

    @Override
    public StreamTranslation stream(OutgoingCall call) {
        return new StreamTranslation(
                new EventSplitter(), new MessageEvents(call, time.now().getEpochSecond()));
    }

    @Override
    public UpstreamFailure failure(int status, ErrorWords words, Optional<Duration> retryAfter, Endpoint endpoint) {
        return AnthropicErrors.ofAnswer(status, words, retryAfter, endpoint);
    }

    @Override
    public UpstreamFailure told(ErrorWords words, Endpoint endpoint) {
        return AnthropicErrors.told(words, endpoint);
    }
}

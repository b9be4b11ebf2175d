package dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim;

import dev.stellwerk.adapters.http.body.AnthropicHeaders;
import dev.stellwerk.adapters.http.body.Rendering;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.AnthropicErrors;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.MessagesEndpoint;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Anthropic's Messages API, for clients that speak it as well: nothing is translated, what passes is only read. */
public final class NativeMessages implements Dialect {

    @Override
    public UpstreamRequest request(OutgoingCall call) {
        AnthropicHeaders client = call.body() instanceof RequestBody body ? body.anthropic() : AnthropicHeaders.NONE;
        var rendering =
                new Rendering(call.endpoint().model(), call.overrides(), DeploymentDefaults.of(call.defaults()), false);
        return new UpstreamRequest(
                MessagesEndpoint.target(call.endpoint(), client, List.of()),
                call.body().render(rendering));
    }

    @Override
    public PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson {
        return NativeAnswer.read(call, body);
    }

    @Override
    public StreamTranslation stream(OutgoingCall call) {
        return new StreamTranslation(new EventSplitter(), new NativeEvents(call));
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

package dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim;

import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.body.Rendering;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
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
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages API, for clients that speak it as well: nothing is translated, what passes is only read. */
public final class NativeMessages implements Dialect {
    private static final Pattern REQUEST_ID = Pattern.compile("[\\w.:-]{1,128}");

    @Override
    public UpstreamRequest request(OutgoingCall call) {
        AnthropicHeaders client = call.body() instanceof RequestBody body ? body.anthropic() : AnthropicHeaders.NONE;
        var rendering = new Rendering(call.endpoint().model(), call.overrides(), defaults(call), false);
        CallTarget target = call.type() == CallType.TOKEN_COUNT
                ? MessagesEndpoint.counting(call.endpoint(), client)
                : MessagesEndpoint.target(call.endpoint(), client, List.of());
        return new UpstreamRequest(target, call.body().render(rendering));
    }

    /** What is counted has no answer, whose length and manner they are about. */
    private static Map<String, Object> defaults(OutgoingCall call) {
        return call.type() == CallType.TOKEN_COUNT ? Map.of() : DeploymentDefaults.of(call.defaults());
    }

    @Override
    public PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson {
        return call.type() == CallType.TOKEN_COUNT ? NativeAnswer.count(body) : NativeAnswer.read(call, body);
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
    public @Nullable String requestId(byte[] errorBody) {
        JsonMembers members = JsonMembers.within(errorBody, 0, errorBody.length);
        return members == null ? null : requestId(members);
    }

    static @Nullable String requestId(JsonMembers error) {
        String id = error.textOf("request_id");
        return id != null && REQUEST_ID.matcher(id).matches() ? id : null;
    }

    @Override
    public UpstreamFailure told(ErrorWords words, Endpoint endpoint) {
        return AnthropicErrors.told(words, endpoint);
    }
}

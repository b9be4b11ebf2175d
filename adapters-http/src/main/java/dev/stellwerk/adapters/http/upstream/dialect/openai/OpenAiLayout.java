package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.body.Operation;
import dev.stellwerk.adapters.http.upstream.dialect.Bases;
import dev.stellwerk.adapters.http.upstream.dialect.EndpointHeaders;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.Set;

/** OpenAI and the many that copy its API: {@code <base>/chat/completions} and a bearer token. */
public final class OpenAiLayout implements ApiLayout {
    /** They refuse parameters they do not know, and report usage unasked. */
    private static final Set<String> WITHOUT_STREAM_OPTIONS =
            Set.of("ai21", "ai21_chat", "codestral", "datarobot", "mistral", "perplexity", "ragflow");

    @Override
    public CallTarget target(Endpoint endpoint, Operation operation) {
        return CallTarget.of(
                Bases.append(Bases.of(endpoint), operation.path()),
                EndpointHeaders.of(endpoint, "authorization", "Bearer "));
    }

    @Override
    public boolean reportsStreamUsage(Endpoint endpoint) {
        return !WITHOUT_STREAM_OPTIONS.contains(endpoint.provider());
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.upstream.dialect.Bases;
import dev.stellwerk.adapters.http.upstream.dialect.EndpointHeaders;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.Map;

/** OpenAI and the many that copy its API: {@code <base>/chat/completions} and a bearer token. */
public final class OpenAiLayout implements ApiLayout {
    /** Where a provider's chats are not at OpenAI's path. */
    private static final Map<String, String> CHAT_PATHS = Map.of("snowflake", "cortex/inference:complete");

    @Override
    public CallTarget target(Endpoint endpoint, Operation operation) {
        return CallTarget.of(
                Bases.append(Bases.of(endpoint), path(endpoint, operation)),
                EndpointHeaders.of(endpoint, "authorization", "Bearer "));
    }

    @Override
    public boolean reportsStreamUsage(Endpoint endpoint) {
        return true;
    }

    private static String path(Endpoint endpoint, Operation operation) {
        return operation == Operation.CHAT
                ? CHAT_PATHS.getOrDefault(endpoint.provider(), operation.path())
                : operation.path();
    }
}

package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.domain.deployment.Endpoint;

/** The way a provider's HTTP API is laid out. Stateless. */
public sealed interface Dialect permits OpenAiDialect, AzureDialect {

    /**
     * Where a call goes.
     *
     * @throws UnusableEndpoint when the endpoint's configuration leads nowhere
     */
    CallTarget target(Endpoint endpoint, Operation operation);

    /** Whether a stream may be asked to end with its usage. */
    boolean reportsStreamUsage(Endpoint endpoint);

    static Dialect of(String provider) {
        return switch (provider) {
            case "azure", "azure_text" -> AzureDialect.INSTANCE;
            default -> OpenAiDialect.INSTANCE;
        };
    }
}

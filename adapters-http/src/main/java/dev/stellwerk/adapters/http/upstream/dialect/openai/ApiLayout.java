package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.domain.deployment.Endpoint;

/** Where an API of OpenAI's shape has its routes and its credential. Stateless. */
public interface ApiLayout {
    /**
     * Where a call goes.
     *
     * @throws UnusableEndpoint when the endpoint's configuration leads nowhere
     */
    CallTarget target(Endpoint endpoint, Operation operation);

    /** Whether a stream may be asked to end with its usage. */
    boolean reportsStreamUsage(Endpoint endpoint);

    /** The name by which a body calls the model. */
    default String model(Endpoint endpoint) {
        return endpoint.model();
    }
}

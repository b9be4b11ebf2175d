package dev.stellwerk.adapters.http.upstream.dialect.openai;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the calls of each endpoint go, worked out once. Safe for all threads. */
final class CallTargets {
    private static final int ENDPOINTS_KEPT = 10_000;

    private final ApiLayout layout;
    private final Cache<Endpoint, Map<Operation, CallTarget>> known =
            Caffeine.newBuilder().maximumSize(ENDPOINTS_KEPT).build();

    CallTargets(ApiLayout layout) {
        this.layout = layout;
    }

    /**
     * The target of a call.
     *
     * @throws UnusableEndpoint when the endpoint leads nowhere
     */
    CallTarget of(Endpoint endpoint, Operation operation) {
        Map<Operation, CallTarget> targets = known.get(endpoint, _ -> new ConcurrentHashMap<>());
        CallTarget target = targets.get(operation);
        if (target == null) {
            target = layout.target(endpoint, operation);
            targets.put(operation, target);
        }
        return target;
    }
}

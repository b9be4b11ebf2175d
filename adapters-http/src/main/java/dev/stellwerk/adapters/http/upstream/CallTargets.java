package dev.stellwerk.adapters.http.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.Operation;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the calls of each endpoint go, worked out once. */
public final class CallTargets {
    private static final int ENDPOINTS_KEPT = 10_000;

    private final Cache<Endpoint, Map<Operation, CallTarget>> known =
            Caffeine.newBuilder().maximumSize(ENDPOINTS_KEPT).build();

    /**
     * The target of a call.
     *
     * @throws UnusableEndpoint when the endpoint leads nowhere
     */
    public CallTarget of(Endpoint endpoint, Operation operation) {
        Map<Operation, CallTarget> targets = known.get(endpoint, _ -> new ConcurrentHashMap<>());
        CallTarget target = targets.get(operation);
        if (target == null) {
            target = Dialect.of(endpoint.provider()).target(endpoint, operation);
            targets.put(operation, target);
        }
        return target;
    }
}

package dev.stellwerk.adapters.http.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.Operation;
import dev.stellwerk.adapters.http.upstream.dialect.Target;
import dev.stellwerk.adapters.http.upstream.dialect.UnusableEndpoint;
import dev.stellwerk.domain.catalog.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the calls of each endpoint go, worked out once. */
final class Targets {
    private static final int ENDPOINTS_KEPT = 10_000;

    private final Cache<Endpoint, Map<Operation, Target>> known =
            Caffeine.newBuilder().maximumSize(ENDPOINTS_KEPT).build();

    /**
     * The target of a call.
     *
     * @throws UnusableEndpoint when the endpoint leads nowhere
     */
    Target of(Endpoint endpoint, Operation operation) {
        Map<Operation, Target> targets = known.get(endpoint, _ -> new ConcurrentHashMap<>());
        Target target = targets.get(operation);
        if (target == null) {
            target = Dialect.of(endpoint.provider()).target(endpoint, operation);
            targets.put(operation, target);
        }
        return target;
    }
}

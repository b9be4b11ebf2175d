package dev.stellwerk.adapters.http.inbound.route;

import dev.stellwerk.adapters.http.memory.HeldBytes;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes exchanges; what all of them share.
 *
 * @param ids draws names for requests that bring none
 * @param account of the bytes that are held
 * @param bodyBytesMax the largest body
 * @param callers where requests come from
 */
public record Exchanges(
        CredentialReader credentials,
        Supplier<String> ids,
        HeldBytes account,
        long bodyBytesMax,
        CallerAddress callers) {

    /**
     * One request and its answer to be.
     *
     * @param variable what stands in the path for the route's placeholder
     */
    public Exchange begin(
            ServerRequest request, ServerResponse response, Route route, @Nullable String variable, long startedNanos) {
        return new Exchange(request, response, this, route, variable, startedNanos);
    }
}

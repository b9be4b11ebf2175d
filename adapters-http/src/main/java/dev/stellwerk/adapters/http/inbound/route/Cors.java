package dev.stellwerk.adapters.http.inbound.route;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;

/** Which pages a browser lets call the gateway: none, unless origins are configured. Never with credentials. */
public final class Cors {
    private final Set<String> origins;

    public Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    public void apply(ServerRequest request, ServerResponse response) {
        if (origins.isEmpty() || !request.headers().contains(HeaderNames.ORIGIN)) {
            return;
        }
        String origin = request.headers().get(HeaderNames.ORIGIN).get();
        response.headers().add(HeaderValues.create(HeaderNames.VARY, "Origin"));
        if (!origins.contains("*") && !origins.contains(origin)) {
            return;
        }
        String allowed = HeaderText.of(origins.contains("*") ? "*" : origin);
        response.headers().set(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        response.headers().set(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "*");
        if (request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.headers().set(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
            response.headers().set(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, wanted(request));
            response.headers().set(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
        }
    }

    /** A star would not cover {@code Authorization}. */
    private static String wanted(ServerRequest request) {
        return request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                ? HeaderText.of(request.headers()
                        .get(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                        .get())
                : "authorization, content-type";
    }
}

package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers that an endpoint's configuration adds to a call. */
public final class EndpointHeaders {
    /** Those that decide where a message ends or who reads it are the client's own business. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private EndpointHeaders() {}

    public static List<Header> of(Endpoint endpoint, String credentialName, String credentialPrefix) {
        var headers = new ArrayList<Header>();
        if (endpoint.apiKey() != null && !configured(endpoint, credentialName)) {
            headers.add(header(
                    credentialName, credentialPrefix + endpoint.apiKey().value().strip()));
        }
        if (endpoint.organization() != null) {
            headers.add(header("openai-organization", endpoint.organization()));
        }
        endpoint.headers().forEach((name, value) -> {
            if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(header(name, value));
            }
        });
        return headers;
    }

    private static boolean configured(Endpoint endpoint, String name) {
        return endpoint.headers().keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    private static Header header(String name, String value) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || !value.matches("[\\x20-\\x7E\\x80-\\xFF\\t]*")) {
            throw new UnusableEndpoint("a configured header or credential cannot be sent");
        }
        return new Header(name.toLowerCase(Locale.ROOT), value);
    }
}

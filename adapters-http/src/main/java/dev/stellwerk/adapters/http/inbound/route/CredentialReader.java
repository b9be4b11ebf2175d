package dev.stellwerk.adapters.http.inbound.route;

import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.port.in.Credential;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the credential of a request: the first place that holds one. */
public final class CredentialReader {
    private static final HeaderName GATEWAY_KEY = HeaderNames.create("x-litellm-api-key");
    private static final List<HeaderName> PLAIN = List.of(
            HeaderNames.create("api-key"),
            HeaderNames.create("x-api-key"),
            HeaderNames.create("x-goog-api-key"),
            HeaderNames.create("Ocp-Apim-Subscription-Key"));
    /** By which tokens of subscriptions are known. */
    private static final String SUBSCRIPTION = "sk-ant-oat";

    private static final int LENGTH_MAX = 1_024;

    private final @Nullable HeaderName onlyPlace;

    public CredentialReader(Access access) {
        this.onlyPlace = access.keyHeaderName() == null ? null : HeaderNames.create(access.keyHeaderName());
    }

    Credential read(Headers headers) {
        if (onlyPlace != null) {
            return headers.contains(onlyPlace) ? prefixed(headers, onlyPlace, false) : new Credential.Missing();
        }
        if (headers.contains(HeaderNames.AUTHORIZATION)
                && headers.get(HeaderNames.AUTHORIZATION).valueCount() > 1) {
            return new Credential.Several();
        }
        String own = first(headers, GATEWAY_KEY);
        if (own != null) {
            return presented(withoutPrefix(own, true));
        }
        if (headers.contains(HeaderNames.AUTHORIZATION)) {
            return prefixed(headers, HeaderNames.AUTHORIZATION, true);
        }
        for (HeaderName name : PLAIN) {
            String value = first(headers, name);
            if (value != null) {
                return presented(value);
            }
        }
        return new Credential.Missing();
    }

    /** The token of a subscription to Anthropic that a client brings beside its key; null when it brings none. */
    @Nullable
    String subscription(Headers headers) {
        boolean keyElsewhere =
                (onlyPlace == null || onlyPlace.equals(GATEWAY_KEY)) && first(headers, GATEWAY_KEY) != null;
        String authorization = keyElsewhere ? first(headers, HeaderNames.AUTHORIZATION) : null;
        if (authorization == null || headers.get(HeaderNames.AUTHORIZATION).valueCount() > 1) {
            return null;
        }
        String token = withoutPrefix(authorization, false);
        return token.startsWith(SUBSCRIPTION) && presented(token) instanceof Credential.Presented ? token : null;
    }

    private static Credential prefixed(Headers headers, HeaderName name, boolean basicAllowed) {
        String value = headers.get(name).get().strip();
        String key = withoutPrefix(value, basicAllowed);
        return key.equals(value) ? new Credential.Malformed() : presented(key);
    }

    private static String withoutPrefix(String value, boolean basicAllowed) {
        if (value.startsWith("Bearer ") || value.startsWith("bearer ")) {
            return value.substring(7).strip();
        }
        return basicAllowed && value.startsWith("Basic ") ? value.substring(6).strip() : value;
    }

    private static Credential presented(String key) {
        if (key.isEmpty() || key.length() > LENGTH_MAX) {
            return new Credential.Malformed();
        }
        for (int at = 0; at < key.length(); at++) {
            if (key.charAt(at) <= ' ' || key.charAt(at) > '~') {
                return new Credential.Malformed();
            }
        }
        return new Credential.Presented(key);
    }

    private static @Nullable String first(Headers headers, HeaderName name) {
        if (!headers.contains(name)) {
            return null;
        }
        String value = headers.get(name).get().strip();
        return value.isEmpty() ? null : value;
    }
}

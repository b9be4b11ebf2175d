package dev.stellwerk.adapters.http.inbound.answer;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.application.call.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes an upstream's headers on under a name of their own, except those that belong to its connection or to us. */
final class UpstreamHeaders {
    private static final String PREFIX = "llm_provider-";
    private static final String LIMITS = "x-ratelimit-";
    /** Limits under other names than OpenAI's, which clients know. */
    private static final Map<String, String> OTHER_LIMITS = Map.of(
            "anthropic-ratelimit-requests-limit", LIMITS + "limit-requests",
            "anthropic-ratelimit-requests-remaining", LIMITS + "remaining-requests",
            "anthropic-ratelimit-tokens-limit", LIMITS + "limit-tokens",
            "anthropic-ratelimit-tokens-remaining", LIMITS + "remaining-tokens");

    /** What clients of the Messages API look for. */
    private static final Set<String> OWN_NAMES = Set.of("request-id", "retry-after");

    private static final String OWN_LIMITS = "anthropic-ratelimit-";

    /** The gateway's own word about a call, among those of the upstream. */
    private static final String DROPPED = "x-gateway-dropped-params";

    private static final HeaderName DROPPED_NAME = HeaderNames.create(DROPPED);

    private static final int NAMES_KEPT_MAX = 512;
    private static final int VALUE_LENGTH_MAX = 1_024;
    private static final int HEADERS_MAX = 64;
    private static final Set<String> WITHHELD = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "content-encoding",
            "set-cookie",
            "set-cookie2");

    /** Upstreams send the same few names over and over. */
    private static final Map<String, HeaderName> NAMES = new ConcurrentHashMap<>();

    private UpstreamHeaders() {}

    static void write(Exchange exchange, List<Header> headers) {
        int count = Math.min(headers.size(), HEADERS_MAX);
        for (int index = 0; index < count; index++) {
            Header header = headers.get(index);
            if (header.name().equals(DROPPED)) {
                exchange.set(DROPPED_NAME, header.value());
            } else if (passes(header)) {
                exchange.set(name(PREFIX + header.name()), header.value());
                String limit = header.name().startsWith(LIMITS) ? header.name() : OTHER_LIMITS.get(header.name());
                if (limit != null) {
                    exchange.set(name(limit), header.value());
                }
                if (exchange.route().api() == ClientApi.MESSAGES && keepsName(header.name())) {
                    exchange.set(name(header.name()), header.value());
                }
            }
        }
    }

    private static boolean keepsName(String name) {
        return OWN_NAMES.contains(name) || name.startsWith(OWN_LIMITS);
    }

    private static boolean passes(Header header) {
        return !WITHHELD.contains(header.name())
                && !header.name().startsWith("x-litellm-")
                && !header.value().isEmpty()
                && header.value().length() <= VALUE_LENGTH_MAX
                && wellFormed(header.name());
    }

    private static boolean wellFormed(String name) {
        for (int at = 0; at < name.length(); at++) {
            char letter = name.charAt(at);
            boolean word = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
            if (!word && letter != '-' && letter != '_') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static HeaderName name(String text) {
        HeaderName known = NAMES.get(text);
        if (known != null) {
            return known;
        }
        HeaderName made = HeaderNames.create(text);
        if (NAMES.size() < NAMES_KEPT_MAX) {
            NAMES.put(text, made);
        }
        return made;
    }
}

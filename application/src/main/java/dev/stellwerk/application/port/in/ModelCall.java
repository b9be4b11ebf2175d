package dev.stellwerk.application.port.in;

import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.Payload;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.spi.routing.CallType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model, as its request says it. Nothing here is believed yet.
 *
 * @param type what is asked
 * @param route the route that was matched, in its plain form such as {@code /chat/completions}
 * @param model the name asked for: the path's, else the body's; null when there is none
 * @param callId names the call in answers and logs: the client's, or one drawn for it
 * @param origin who and where from
 * @param tags what the caller tagged it with
 * @param handling what the request says about its own handling
 * @param size what is known of its length before it is sent
 * @param payload the body, in the form in which the upstream adapter takes it
 * @param cancellation tells when the client has left
 * @param startedNanos when its first byte was read
 */
public record ModelCall(
        CallType type,
        String route,
        @Nullable String model,
        String callId,
        Origin origin,
        Tags tags,
        Handling handling,
        Size size,
        boolean streaming,
        Payload payload,
        Cancellation cancellation,
        long startedNanos) {

    /**
     * Who calls and where from.
     *
     * @param customerId the customer on whose behalf the call is made
     * @param sessionId keeps the calls of a conversation together
     * @param wantsDecision the answer shall say how it was routed
     * @param bringsCredential the payload holds a credential of the client's own for a provider
     */
    public record Origin(
            Credential credential,
            @Nullable String customerId,
            @Nullable String userAgent,
            @Nullable String sessionId,
            boolean wantsDecision,
            boolean bringsCredential) {
        /** Of a client that brings nothing but its key. */
        public Origin(
                Credential credential,
                @Nullable String customerId,
                @Nullable String userAgent,
                @Nullable String sessionId,
                boolean wantsDecision) {
            this(credential, customerId, userAgent, sessionId, wantsDecision, false);
        }
    }

    /**
     * The caller's tags by where they stood; null means not sent.
     *
     * @param root the body's {@code tags}; replaces the header's
     */
    public record Tags(
            @Nullable List<String> metadata,
            @Nullable List<String> header,
            @Nullable List<String> root) {
        public static final Tags NONE = new Tags(null, null, null);
    }

    /**
     * What the request says about its own handling; null means nothing.
     *
     * @param regions labels of {@code allowed_model_region}
     * @param fallbacks replace the configured ones
     * @param simulated a failure to be acted out
     * @param previousResponseId the answer that this call continues
     * @param unsupportedCandidates parameters in the body that a provider may not support
     */
    public record Handling(
            @Nullable List<String> regions,
            @Nullable Integer retries,
            @Nullable Duration timeout,
            @Nullable Duration streamTimeout,
            @Nullable List<FallbackTarget> fallbacks,
            boolean fallbacksDisabled,
            @Nullable Integer fallbacksMax,
            @Nullable Simulated simulated,
            @Nullable String previousResponseId,
            Set<String> unsupportedCandidates) {
        public static final Handling PLAIN =
                new Handling(null, null, null, null, null, false, null, null, null, Set.of());
    }

    /** Estimates before the call: prompt tokens, and the most it may produce (0 when it does not say). */
    public record Size(long promptTokens, long outputTokensMax) {}
}

package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.ParameterRules;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.Map;

/**
 * One call of one endpoint, as a dialect sees it.
 *
 * @param body what the client sent
 * @param overrides request fields that a fallback target replaces
 * @param defaults request fields of the deployment, where the client sent none
 * @param rules what becomes of parameters
 * @param wish how the client wants its answer
 */
public record OutgoingCall(
        CallType type,
        boolean streaming,
        Endpoint endpoint,
        ModelFacts facts,
        CallBody body,
        Map<String, Object> overrides,
        Map<String, Object> defaults,
        ParameterRules rules,
        AnswerWish wish) {
    private static final int COUNTED_BYTES_MAX = 32 << 10;

    /** Of a provider that takes all parameters. */
    public OutgoingCall(
            CallType type,
            boolean streaming,
            Endpoint endpoint,
            ModelFacts facts,
            CallBody body,
            Map<String, Object> overrides,
            Map<String, Object> defaults,
            AnswerWish wish) {
        this(type, streaming, endpoint, facts, body, overrides, defaults, ParameterRules.NONE, wish);
    }

    /** What the client speaks, and is to be answered in. */
    public ClientApi api() {
        return body instanceof RequestBody request ? request.api() : ClientApi.OPENAI;
    }

    /** Tokens of the prompt, estimated from its length. */
    public long promptTokens() {
        return body instanceof RequestBody request ? request.promptTokens() : 0;
    }

    /** Characters of the text that is to be spoken, a long one's in bytes; 0 when the body has none. */
    public long inputCharacters() {
        if (!(body instanceof RequestBody request) || request.fields().kind("input") != Kind.STRING) {
            return 0;
        }
        int bytes = request.fields().bytesOf("input") - 2;
        return bytes <= COUNTED_BYTES_MAX && request.fields().tree("input") instanceof String text
                ? text.codePointCount(0, text.length())
                : bytes;
    }
}

package dev.stellwerk.adapters.http.inbound.error;

import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Errors as clients of the Messages API know them, with the members of the other envelope beside: {@code
 * {"type":"error","error":{"type","message","param","code"},"request_id"}}.
 */
public final class MessagesErrors {
    /** The words upon which clients of the API shorten their conversation. */
    private static final String TOO_LONG = "prompt is too long: ";

    private static final String PROVIDER = "anthropic";

    private MessagesErrors() {}

    /**
     * What the API itself said is told as it said it: clients go by its words.
     *
     * @param reply as clients of OpenAI's API would be told
     * @param deployment whose failure it is
     * @param upstream headers of the answer from which the failure was read
     */
    public static ErrorReply told(
            ErrorReply reply, Failure failure, @Nullable Deployment deployment, List<Header> upstream) {
        return switch (failure) {
            case UpstreamFailure said
            when isOfApi(said, deployment) ->
                reply.inTheApisWords(said.status(), String.valueOf(said.type()), said.message(), requestId(upstream));
            case UpstreamFailure said when said.kind() == ErrorClass.CONTEXT_WINDOW_EXCEEDED -> tooLong(reply);
            case CallRefusal.ContextWindowExceeded _ -> tooLong(reply);
            case UpstreamFailure _, CallRefusal _ -> reply;
        };
    }

    private static boolean isOfApi(UpstreamFailure failure, @Nullable Deployment deployment) {
        return deployment != null
                && deployment.endpoint().provider().equals(PROVIDER)
                && failure.type() != null
                && failure.status() >= 400;
    }

    private static ErrorReply tooLong(ErrorReply reply) {
        return reply.withMessage(TOO_LONG + reply.message());
    }

    private static @Nullable String requestId(List<Header> upstream) {
        for (Header header : upstream) {
            if (header.name().equals("request-id")) {
                return header.value();
            }
        }
        return null;
    }

    static byte[] json(ErrorReply reply, String callId) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("type", reply.apiType() == null ? type(reply.status()) : reply.apiType());
        error.put("message", reply.message());
        error.put("param", reply.param());
        error.put("code", Integer.toString(reply.status()));
        if (reply.apiType() == null && !reply.type().equals(ErrorReply.typeOf(reply.status()))) {
            error.put("details", Map.of("type", reply.type()));
        }
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("type", "error");
        envelope.put("error", error);
        envelope.put("request_id", reply.requestId() == null ? callId : reply.requestId());
        return JsonText.written(envelope);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504 -> "timeout_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}

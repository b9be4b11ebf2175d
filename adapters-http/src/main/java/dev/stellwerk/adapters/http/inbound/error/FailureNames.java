package dev.stellwerk.adapters.http.inbound.error;

import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;

/** The names and statuses by which clients of LiteLLM know the kinds of failure. */
public final class FailureNames {
    private FailureNames() {}

    /** The class that clients look for in a message. */
    public static String of(ErrorClass kind) {
        return switch (kind) {
            case BAD_REQUEST -> "BadRequestError";
            case CONTEXT_WINDOW_EXCEEDED -> "ContextWindowExceededError";
            case CONTENT_POLICY_VIOLATION -> "ContentPolicyViolationError";
            case AUTHENTICATION -> "AuthenticationError";
            case PERMISSION_DENIED -> "PermissionDeniedError";
            case NOT_FOUND -> "NotFoundError";
            case TIMEOUT -> "Timeout";
            case RATE_LIMIT -> "RateLimitError";
            case INTERNAL_SERVER, CONNECTION -> "InternalServerError";
            case BAD_GATEWAY -> "BadGatewayError";
            case SERVICE_UNAVAILABLE -> "ServiceUnavailableError";
            case CONFLICT, REFUSED, OTHER -> "APIError";
        };
    }

    /** The same, where an account that cannot pay is told by the status. */
    static String of(UpstreamFailure failure) {
        return failure.kind() != ErrorClass.AUTHENTICATION
                ? of(failure.kind())
                : switch (failure.status()) {
                    case 400 -> of(ErrorClass.BAD_REQUEST);
                    case 402 -> of(ErrorClass.OTHER);
                    default -> of(ErrorClass.AUTHENTICATION);
                };
    }

    /** The status of the answer to the client. The upstream's own counts where its class has several. */
    static int status(UpstreamFailure failure) {
        int told = failure.status();
        return switch (failure.kind()) {
            case BAD_REQUEST, CONTEXT_WINDOW_EXCEEDED, CONTENT_POLICY_VIOLATION -> told == 422 ? 422 : 400;
            case TIMEOUT -> told == 504 ? 504 : 408;
            case AUTHENTICATION -> told == 400 || told == 402 ? told : 401; // an account that cannot pay
            case REFUSED -> told > 400 && told < 500 ? told : 400;
            case OTHER -> told > 500 && told < 600 ? told : 500;
            case PERMISSION_DENIED,
                    NOT_FOUND,
                    CONFLICT,
                    RATE_LIMIT,
                    INTERNAL_SERVER,
                    BAD_GATEWAY,
                    SERVICE_UNAVAILABLE,
                    CONNECTION -> status(failure.kind());
        };
    }

    /** The status that stands for a kind of failure. */
    public static int status(ErrorClass kind) {
        return switch (kind) {
            case BAD_REQUEST, CONTEXT_WINDOW_EXCEEDED, CONTENT_POLICY_VIOLATION, REFUSED -> 400;
            case AUTHENTICATION -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case TIMEOUT -> 408;
            case CONFLICT -> 409;
            case RATE_LIMIT -> 429;
            case INTERNAL_SERVER, CONNECTION, OTHER -> 500;
            case BAD_GATEWAY -> 502;
            case SERVICE_UNAVAILABLE -> 503;
        };
    }

    /** The parameter by which a client asks to have a failure acted out. */
    static String mockParameter(ErrorClass kind) {
        return switch (kind) {
            case RATE_LIMIT -> "mock_testing_rate_limit_error";
            case CONTEXT_WINDOW_EXCEEDED -> "mock_testing_context_fallbacks";
            case CONTENT_POLICY_VIOLATION -> "mock_testing_content_policy_fallbacks";
            case TIMEOUT -> "mock_timeout";
            case BAD_REQUEST, AUTHENTICATION, PERMISSION_DENIED, NOT_FOUND, CONFLICT, REFUSED ->
                "mock_testing_fallbacks";
            case INTERNAL_SERVER, BAD_GATEWAY, SERVICE_UNAVAILABLE, CONNECTION, OTHER -> "mock_testing_fallbacks";
        };
    }
}

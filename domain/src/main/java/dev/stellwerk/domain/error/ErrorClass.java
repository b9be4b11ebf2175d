package dev.stellwerk.domain.error;

/**
 * The kinds of failure an upstream call can end with. Clients match on the names, and retry and cooldown policies are
 * written in them, so the names are part of the interface.
 */
public enum ErrorClass {
    BAD_REQUEST("BadRequestError"),
    CONTEXT_WINDOW_EXCEEDED("ContextWindowExceededError"),
    CONTENT_POLICY_VIOLATION("ContentPolicyViolationError"),
    AUTHENTICATION("AuthenticationError"),
    PERMISSION_DENIED("PermissionDeniedError"),
    NOT_FOUND("NotFoundError"),
    TIMEOUT("Timeout"),
    RATE_LIMIT("RateLimitError"),
    INTERNAL_SERVER("InternalServerError"),
    BAD_GATEWAY("BadGatewayError"),
    SERVICE_UNAVAILABLE("ServiceUnavailableError"),
    /** The connection could not be made or broke before an answer; counts like a 503. */
    CONNECTION("InternalServerError"),
    /** Any status that has no class of its own. */
    OTHER("APIError");

    private final String label;

    ErrorClass(String label) {
        this.label = label;
    }

    /** The name clients see in the message. */
    public String label() {
        return label;
    }
}

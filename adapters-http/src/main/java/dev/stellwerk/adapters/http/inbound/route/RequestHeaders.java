package dev.stellwerk.adapters.http.inbound.route;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

/** Headers by which a request says something about its own handling. */
public final class RequestHeaders {
    public static final HeaderName TAGS = HeaderNames.create("x-litellm-tags");
    public static final HeaderName TIMEOUT = HeaderNames.create("x-litellm-timeout");
    public static final HeaderName STREAM_TIMEOUT = HeaderNames.create("x-litellm-stream-timeout");
    public static final HeaderName RETRIES = HeaderNames.create("x-litellm-num-retries");
    public static final HeaderName CALL_ID = HeaderNames.create("x-litellm-call-id");
    public static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    public static final HeaderName SESSION_ID = HeaderNames.create("x-litellm-session-id");
    public static final HeaderName TRACE_ID = HeaderNames.create("x-litellm-trace-id");
    public static final HeaderName CUSTOMER_ID = HeaderNames.create("x-litellm-customer-id");
    public static final HeaderName END_USER_ID = HeaderNames.create("x-litellm-end-user-id");
    public static final HeaderName EXPLAIN = HeaderNames.create("x-stellwerk-explain");

    public static final HeaderName BETA_FLAGS = HeaderNames.create("anthropic-beta");
    public static final HeaderName ANTHROPIC_VERSION = HeaderNames.create("anthropic-version");
    public static final HeaderName CLAUDE_CODE_SESSION_ID = HeaderNames.create("x-claude-code-session-id");

    private RequestHeaders() {}
}

package dev.stellwerk.adapters.http.inbound;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

/** Headers by which a request says something about its own handling. */
final class RequestHeaders {
    static final HeaderName TAGS = HeaderNames.create("x-litellm-tags");
    static final HeaderName TIMEOUT = HeaderNames.create("x-litellm-timeout");
    static final HeaderName STREAM_TIMEOUT = HeaderNames.create("x-litellm-stream-timeout");
    static final HeaderName RETRIES = HeaderNames.create("x-litellm-num-retries");
    static final HeaderName CALL_ID = HeaderNames.create("x-litellm-call-id");
    static final HeaderName SESSION_ID = HeaderNames.create("x-litellm-session-id");
    static final HeaderName TRACE_ID = HeaderNames.create("x-litellm-trace-id");
    static final HeaderName CUSTOMER_ID = HeaderNames.create("x-litellm-customer-id");
    static final HeaderName END_USER_ID = HeaderNames.create("x-litellm-end-user-id");
    static final HeaderName EXPLAIN = HeaderNames.create("x-stellwerk-explain");

    private RequestHeaders() {}
}

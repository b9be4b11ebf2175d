package dev.stellwerk.adapters.http.body;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Whose a member of a request, or a field of a form, is. The one table for what is refused, what stays here and what is
 * read on its way upstream.
 */
public enum MemberUse {
    /** Would choose where a call goes, or with which credential: only the configuration does that. Refused. */
    FORBIDDEN,
    /** Speaks to the gateway, and does not go upstream. */
    STAYS,
    /** Goes upstream, and the gateway goes by it as well. */
    READ,
    /** Goes upstream unread. */
    PASSED;

    private static final Map<String, MemberUse> NAMES = new HashMap<>();
    private static final String[] CREDENTIALS = {"aws_", "azure_", "vertex_"};
    private static final String TESTS = "mock_";

    static {
        put(
                FORBIDDEN,
                "api_base",
                "api_key",
                "api_version",
                "base_url",
                "custom_llm_provider",
                "deployment_id",
                "extra_headers",
                "model_list",
                "organization",
                "proxy",
                "region_name",
                "specific_deployment",
                "user_config");
        put(
                STAYS,
                "additional_drop_params",
                "allowed_model_region",
                "allowed_openai_params",
                "as_key",
                "as_team",
                "cache",
                "caching",
                "content_policy_fallbacks",
                "context_window_fallbacks",
                "disable_fallbacks",
                "drop_params",
                "extra_body",
                "fallbacks",
                "fastest_response",
                "guardrails",
                "include_fallback_errors",
                "litellm_metadata",
                "litellm_session_id",
                "litellm_trace_id",
                "max_fallbacks",
                "max_retries",
                "metadata",
                "model",
                "modify_params",
                "no-log",
                "num_retries",
                "priority",
                "request_timeout",
                "stream_timeout",
                "tags",
                "timeout");
        put(READ, "n", "previous_response_id", "safety_identifier", "stream", "stream_options", "user");
    }

    private static void put(MemberUse use, String... names) {
        for (String name : names) {
            NAMES.put(name, use);
        }
    }

    /** The use of the member of this name. Names that differ from one in the table by capitals alone count as that one. */
    public static MemberUse of(String name) {
        MemberUse known = NAMES.get(name);
        if (known != null) {
            return known;
        }
        if (startsWith(name, TESTS)) {
            return STAYS;
        }
        for (String prefix : CREDENTIALS) {
            if (startsWith(name, prefix)) {
                return FORBIDDEN;
            }
        }
        MemberUse other = NAMES.get(name.toLowerCase(Locale.ROOT)); // the same text, hashed already, when it has none
        return other == null || other == READ ? PASSED : other;
    }

    /** Whether a member of this name may be sent to an upstream. */
    public boolean goesUpstream() {
        return this == READ || this == PASSED;
    }

    private static boolean startsWith(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}

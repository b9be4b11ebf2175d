package dev.stellwerk.adapters.http.body;

import java.util.Locale;
import java.util.Set;

/** Members of a request that speak to the gateway, or that only its configuration may set. None goes upstream. */
final class RouterFields {
    private static final Set<String> NAMES = Set.of(
            "additional_drop_params",
            "allowed_model_region",
            "allowed_openai_params",
            "api_base",
            "api_key",
            "api_version",
            "as_key",
            "as_team",
            "base_url",
            "cache",
            "caching",
            "content_policy_fallbacks",
            "context_window_fallbacks",
            "custom_llm_provider",
            "deployment_id",
            "disable_fallbacks",
            "drop_params",
            "extra_body",
            "extra_headers",
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
            "model_list",
            "no-log",
            "num_retries",
            "organization",
            "priority",
            "proxy",
            "region_name",
            "request_timeout",
            "specific_deployment",
            "stream_timeout",
            "tags",
            "timeout",
            "user_config");

    private RouterFields() {}

    static boolean contains(String name) {
        return NAMES.contains(name)
                || name.startsWith("mock_")
                || NAMES.contains(name.toLowerCase(Locale.ROOT))
                || namesCredential(name);
    }

    private static boolean namesCredential(String name) {
        return startsWith(name, "aws_") || startsWith(name, "azure_") || startsWith(name, "vertex_");
    }

    private static boolean startsWith(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}

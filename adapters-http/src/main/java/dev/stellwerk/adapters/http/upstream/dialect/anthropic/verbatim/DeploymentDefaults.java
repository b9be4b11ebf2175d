package dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters that a deployment is configured with, by the names that the Messages API has for them. Configurations are
 * written in OpenAI's words; what has no other name there would only be refused.
 */
final class DeploymentDefaults {
    private static final Set<String> OPENAI_ONLY = Set.of(
            "audio",
            "frequency_penalty",
            "function_call",
            "functions",
            "logit_bias",
            "logprobs",
            "modalities",
            "n",
            "parallel_tool_calls",
            "prediction",
            "presence_penalty",
            "prompt_cache_key",
            "reasoning_effort",
            "response_format",
            "safety_identifier",
            "seed",
            "store",
            "stream_options",
            "top_logprobs",
            "verbosity",
            "web_search_options");

    private DeploymentDefaults() {}

    static Map<String, Object> of(Map<String, Object> configured) {
        if (configured.isEmpty()) {
            return configured;
        }
        var defaults = new LinkedHashMap<String, Object>();
        configured.forEach((name, value) -> {
            switch (name) {
                case "max_completion_tokens" -> defaults.put("max_tokens", value);
                case "max_tokens" -> defaults.putIfAbsent(name, value);
                case "stop" -> defaults.put("stop_sequences", value instanceof List<?> ? value : List.of(value));
                default -> {
                    if (!OPENAI_ONLY.contains(name)) {
                        defaults.put(name, value);
                    }
                }
            }
        });
        return defaults;
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.parameter;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parameters that clients send by habit and that ask for nothing: no provider has to take them, and nobody misses them. */
public final class Harmless {
    private static final Set<String> ALWAYS = Set.of(
            "encoding_format",
            "max_retries",
            "metadata",
            "prompt_cache_key",
            "safety_identifier",
            "store",
            "stream_options",
            "user");

    private Harmless() {}

    public static boolean is(String name, Object value) {
        return switch (name) {
            case "n" -> value instanceof Number answers && answers.doubleValue() == 1;
            case "frequency_penalty", "presence_penalty" -> value instanceof Number size && size.doubleValue() == 0;
            case "logprobs" -> value.equals(false);
            case "parallel_tool_calls" -> value.equals(true);
            case "modalities" -> value.equals(List.of("text"));
            case "service_tier" -> value.equals("auto");
            case "response_format" -> value.equals(Map.of("type", "text"));
            case "tools" -> value.equals(List.of());
            default -> ALWAYS.contains(name);
        };
    }
}

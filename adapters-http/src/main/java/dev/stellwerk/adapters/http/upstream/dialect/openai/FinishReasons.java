package dev.stellwerk.adapters.http.upstream.dialect.openai;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a choice ended, in OpenAI's words: typed clients fail on others. */
final class FinishReasons {
    private FinishReasons() {}

    /** Whether this is one of OpenAI's own. */
    static boolean isKnown(String reason) {
        return switch (reason) {
            case "stop", "length", "tool_calls", "content_filter", "function_call" -> true;
            default -> false;
        };
    }

    /** The word of OpenAI's for a reason. */
    static String known(String reason, boolean callsTools) {
        if (isKnown(reason)) {
            return reason;
        }
        return switch (reason.toLowerCase(Locale.ROOT)) {
            case "stop", "eos", "eos_token", "end_turn", "stop_sequence" -> "stop";
            case "length", "max_tokens", "model_length" -> "length";
            case "sensitive", "safety", "content_filtered", "content_filter", "refusal" -> "content_filter";
            case "tool_use", "tool_calls" -> "tool_calls";
            default -> callsTools ? "tool_calls" : "stop";
        };
    }

    /** Puts the known word in place of a foreign one, which stands beside it from then on. */
    static void makeKnown(Map<String, @Nullable Object> choice, boolean callsTools) {
        if (!(choice.get("finish_reason") instanceof String reason) || isKnown(reason)) {
            return;
        }
        if (reason.isEmpty()) { // no reason, as some say it
            choice.put("finish_reason", null);
            return;
        }
        choice.put("finish_reason", known(reason, callsTools));
        var fields = new LinkedHashMap<String, @Nullable Object>();
        if (choice.get("provider_specific_fields") instanceof Map<?, ?> own) {
            own.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        fields.put("native_finish_reason", reason);
        choice.put("provider_specific_fields", fields);
    }
}

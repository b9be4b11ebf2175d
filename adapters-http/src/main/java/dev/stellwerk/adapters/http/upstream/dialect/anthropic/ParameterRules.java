package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of parameters that the API does not take.
 *
 * @param drops they are left out instead of refused
 * @param dropped are left out in any case
 * @param allowed are sent in any case
 * @param modifies a request that the API would refuse is mended where that can be done
 */
record ParameterRules(boolean drops, Set<String> dropped, Set<String> allowed, boolean modifies) {
    private static final List<String> UNSUPPORTED = List.of(
            "audio",
            "frequency_penalty",
            "function_call",
            "functions",
            "logit_bias",
            "logprobs",
            "modalities",
            "n",
            "prediction",
            "presence_penalty",
            "prompt_cache_key",
            "safety_identifier",
            "seed",
            "service_tier",
            "store",
            "top_logprobs",
            "verbosity");
    private static final Set<String> TIERS = Set.of("auto", "standard_only", "default");

    static ParameterRules of(OutgoingCall call) {
        return new ParameterRules(
                Boolean.TRUE.equals(rule(call, "drop_params")),
                names(rule(call, "additional_drop_params")),
                names(rule(call, "allowed_openai_params")),
                Boolean.TRUE.equals(rule(call, "modify_params")));
    }

    private static @Nullable Object rule(OutgoingCall call, String name) {
        Object own =
                call.body() instanceof RequestBody request ? request.fields().tree(name) : null;
        return own == null ? call.defaults().get(name) : own;
    }

    private static Set<String> names(@Nullable Object list) {
        var names = new HashSet<String>();
        Values.elements(list).forEach(name -> names.add(String.valueOf(name)));
        return names;
    }

    /**
     * Takes out what is to be dropped.
     *
     * @throws UntranslatableCall when there is something that the API does not take, and it is not to be dropped
     */
    void apply(Map<String, @Nullable Object> sent) {
        sent.keySet().removeAll(dropped);
        var refused = new ArrayList<String>();
        for (String name : UNSUPPORTED) {
            Object value = sent.get(name);
            if (value != null && !isTranslated(name, value) && !allowed.contains(name)) {
                sent.remove(name);
                if (!asksForNothing(name, value)) {
                    refused.add(name);
                }
            }
        }
        if (!drops && !refused.isEmpty()) {
            throw new UntranslatableCall(
                    "litellm.UnsupportedParamsError: anthropic does not support parameters: " + refused
                            + ". To drop unsupported parameters set `litellm_settings: drop_params: true`.",
                    refused.getFirst());
        }
    }

    private static boolean isTranslated(String name, Object value) {
        return name.equals("service_tier") && value instanceof String tier && TIERS.contains(tier);
    }

    /** What clients send by habit, and what is so without it. */
    private static boolean asksForNothing(String name, Object value) {
        return switch (name) {
            case "n" -> value instanceof Number answers && answers.longValue() == 1;
            case "frequency_penalty", "presence_penalty" -> value instanceof Number size && size.doubleValue() == 0;
            case "logprobs", "store" -> value.equals(false);
            case "modalities" -> value.equals(List.of("text"));
            default -> false;
        };
    }
}

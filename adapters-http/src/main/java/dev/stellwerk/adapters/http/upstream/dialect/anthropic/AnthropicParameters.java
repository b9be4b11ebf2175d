package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.parameter.CallRules;
import dev.stellwerk.adapters.http.upstream.dialect.parameter.Harmless;
import dev.stellwerk.adapters.http.upstream.dialect.parameter.Unsupported;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of parameters that the API does not take. */
final class AnthropicParameters {
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

    private AnthropicParameters() {}

    /**
     * Takes out what is to be dropped.
     *
     * @return what was left out, as the caller is told
     * @throws UntranslatableCall when there is something that the API does not take, and it is not to be dropped
     */
    static List<String> apply(CallRules rules, Map<String, @Nullable Object> sent, Endpoint endpoint) {
        var refused = new ArrayList<String>();
        var dropped = new ArrayList<String>();
        for (String name : UNSUPPORTED) {
            Object value = sent.get(name);
            if (value != null && !isTranslated(name, value) && !rules.allowed().contains(name)) {
                sent.remove(name);
                (rules.drops() || Harmless.is(name, value) ? dropped : refused).add(name);
            }
        }
        if (!refused.isEmpty()) {
            throw Unsupported.parameters(refused, endpoint);
        }
        return dropped;
    }

    private static boolean isTranslated(String name, Object value) {
        return name.equals("service_tier") && value instanceof String tier && TIERS.contains(tier);
    }
}

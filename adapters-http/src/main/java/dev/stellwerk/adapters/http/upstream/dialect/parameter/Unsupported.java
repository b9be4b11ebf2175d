package dev.stellwerk.adapters.http.upstream.dialect.parameter;

import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.List;
import java.util.stream.Collectors;

/** The refusal of parameters that a provider does not take. */
public final class Unsupported {
    private Unsupported() {}

    /**
     * The refusal, to be thrown.
     *
     * @param names at least one
     */
    public static UntranslatableCall parameters(List<String> names, Endpoint endpoint) {
        String listed = names.stream().collect(Collectors.joining("', '", "['", "']"));
        return new UntranslatableCall(
                "litellm.UnsupportedParamsError: " + endpoint.provider() + " does not support parameters: " + listed
                        + ", for model=" + endpoint.model()
                        + ". To drop unsupported parameters set `litellm_settings: drop_params: true`, or to send them all"
                        + " the same `allowed_openai_params: " + listed + "`.",
                names.getFirst());
    }
}

package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider of models.
 *
 * @param spoken whether the gateway speaks its protocol
 * @param base its own base URL, with variables in braces; null when each deployment must name one
 * @param baseVariables environment variables that name another base
 * @param keyVariables environment variables that hold the credential; the first that is set counts
 * @param furtherHosts other hosts that it is known by
 * @param keyNeeded whether calls without a credential are refused there
 * @param modelPrefix put before model names that have no slash; empty for most
 * @param calls what can be asked of its models; empty means everything
 * @param headerVariables headers to send, with the environment variables that hold their values
 * @param fixedHeaders headers to send that are the same for everybody
 * @param keyHeaders headers that hold the credential as well
 * @param parameters what it takes of OpenAI's parameters
 */
record Provider(
        String name,
        boolean spoken,
        @Nullable String base,
        List<String> baseVariables,
        List<String> keyVariables,
        List<String> furtherHosts,
        boolean keyNeeded,
        String modelPrefix,
        Set<CallType> calls,
        Map<String, String> headerVariables,
        Map<String, String> fixedHeaders,
        List<String> keyHeaders,
        ProviderParameters parameters) {
    static final String OPENAI = "openai";
    static final String AZURE = "azure";
    static final String ANTHROPIC = "anthropic";
}

package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.provider.EndpointReader.Reading.Listed;
import dev.stellwerk.adapters.persistence.config.provider.Providers;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.deployment.Endpoint;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments are called with a token of a subscription that a client brings for Anthropic: those that say so, and
 * where they say nothing, those that LiteLLM's general switches mean.
 */
public final class ClientTokens {
    private static final String OWN = "forward_client_authorization";
    private static final String ALL_HEADERS = "forward_client_headers_to_llm_api";
    private static final String CREDENTIALS = "forward_llm_provider_auth_headers";
    private static final String GROUPS = "model_group_settings";
    private static final String PROVIDER = "anthropic";
    private static final String PROVIDERS_HOST = "api.anthropic.com";

    private final @Nullable String everywhere;
    private final List<Pattern> groups;

    public ClientTokens(Section general, Section litellm) {
        everywhere = general.flag(ALL_HEADERS, false)
                ? "general_settings." + ALL_HEADERS
                : general.flag(CREDENTIALS, false)
                        ? "general_settings." + CREDENTIALS
                        : litellm.flag(CREDENTIALS, false) ? "litellm_settings." + CREDENTIALS : null;
        if (general.flag(ALL_HEADERS, false)) {
            general.report(
                    ALL_HEADERS,
                    Level.WARNING,
                    "hands on clients' tokens for Anthropic; other headers of theirs are not forwarded yet");
        }
        groups = litellm.section(GROUPS).texts(ALL_HEADERS).stream()
                .map(ClientTokens::pattern)
                .toList();
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
    }

    /** Whether the operator lets such tokens go to this deployment, should it be Anthropic's. */
    boolean allowed(Section parameters, Section info, String group) {
        Boolean own = own(parameters, info);
        return own == null ? generalSwitch(group) != null : own;
    }

    private static @Nullable Boolean own(Section parameters, Section info) {
        Boolean own = parameters.flag(OWN);
        Boolean further = info.flag(OWN);
        return own == null ? further : own;
    }

    private @Nullable String generalSwitch(String group) {
        if (everywhere != null) {
            return everywhere;
        }
        return groups.stream().anyMatch(pattern -> pattern.matcher(group).matches())
                ? "litellm_settings." + GROUPS + "." + ALL_HEADERS
                : null;
    }

    /** What becomes of a token, for a deployment that is allowed to get it. */
    ClientCredential of(Section parameters, Section info, String group, Listed listed) {
        Endpoint endpoint = listed.endpoint();
        if (!endpoint.provider().equals(PROVIDER) && !endpoint.providerOpen()) {
            return ClientCredential.UNUSED;
        }
        warnOfStrangers(parameters, info, group, endpoint);
        boolean keyless = listed.outOfService() != null && endpoint.apiKey() == null;
        return keyless && !listed.missingVariables().isEmpty() ? ClientCredential.NEEDED : ClientCredential.INSTEAD;
    }

    /** A general switch is thrown with Anthropic in mind, not with whoever else speaks its API. */
    private void warnOfStrangers(Section parameters, Section info, String group, Endpoint endpoint) {
        String base = endpoint.apiBase();
        String host = base == null ? PROVIDERS_HOST : Providers.host(base);
        Value model = parameters.get("model");
        if (own(parameters, info) == null && model != null && host != null && !host.equals(PROVIDERS_HOST)) {
            model.warning(generalSwitch(group) + " hands clients' tokens for Anthropic to " + Value.shown(host)
                    + "; litellm_params." + OWN + ": false keeps them here");
        }
    }
}

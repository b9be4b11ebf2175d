package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser.Choice;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** Fills in what a deployment does not say about its endpoint: what its provider and this process's variables say. */
final class EndpointDefaults {
    private final ProviderVariables variables;

    EndpointDefaults(ProviderVariables variables) {
        this.variables = variables;
    }

    /** @param stated what the deployment says itself */
    Endpoint complete(Choice choice, Endpoint stated) {
        Provider provider = choice.provider();
        ModelAddress address = ModelAddress.of(choice, stated.apiBase(), variables);
        Secret key = stated.apiKey() == null && !bringsToken(stated) ? variables.key(provider) : stated.apiKey();
        var headers = new HashMap<>(variables.headers(provider));
        headers.putAll(provider.fixedHeaders());
        if (key != null) {
            provider.keyHeaders().forEach(name -> headers.put(name, key.value()));
        } else if (!bringsToken(stated)) {
            headers.putAll(variables.token(provider));
        }
        headers.putAll(stated.headers());
        return new Endpoint(
                provider.name(),
                address.model(),
                address.base(),
                key,
                stated.apiVersion() == null ? variables.apiVersion(provider) : stated.apiVersion(),
                variables.organization(provider),
                headers,
                stated.access());
    }

    /** Whether calls carry the credential that is needed; some servers that a deployment names need none. */
    boolean lacksKey(Provider provider, Endpoint endpoint, boolean ownBase) {
        boolean mayBeOpen = ownBase && !provider.name().equals(Provider.AZURE);
        return endpoint.apiKey() == null && provider.keyNeeded() && !mayBeOpen && !bringsToken(endpoint);
    }

    /** A base for all models; null when only a deployment can name one. */
    @Nullable
    String base(Provider provider) {
        return variables.base(provider);
    }

    private static boolean bringsToken(Endpoint endpoint) {
        return endpoint.headers().keySet().stream().anyMatch("authorization"::equalsIgnoreCase);
    }
}

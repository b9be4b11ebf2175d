package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser.Choice;
import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import dev.stellwerk.domain.deployment.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The shipped table of providers with the variables of this process. */
public final class KnownProviders implements ProviderDirectory {
    private final ProviderChooser chooser;
    private final ProviderVariables variables;

    public KnownProviders(ProviderChooser chooser, ProviderVariables variables) {
        this.chooser = chooser;
        this.variables = variables;
    }

    @Override
    public Optional<String> providerOf(String model) {
        return chooser.ownerOf(model).map(Provider::name);
    }

    @Override
    public Optional<Deployment> concrete(Deployment everything, String name) {
        Endpoint stated = everything.endpoint();
        return chooser.choose(name, null, stated.apiBase())
                .filter(choice -> choice.provider().spoken())
                .filter(choice -> stated.apiBase() != null || variables.base(choice.provider()) != null)
                .map(choice -> concrete(everything, choice));
    }

    private Deployment concrete(Deployment everything, Choice choice) {
        Provider provider = choice.provider();
        Endpoint stated = everything.endpoint();
        Secret key = stated.apiKey() == null ? variables.key(provider) : stated.apiKey();
        var headers = new HashMap<>(variables.headers(provider));
        headers.putAll(stated.headers());
        var endpoint = new Endpoint(
                provider.name(),
                choice.upstreamName(),
                stated.apiBase() == null ? variables.shownBase(provider) : stated.apiBase(),
                key,
                stated.apiVersion() == null ? variables.apiVersion(provider) : stated.apiVersion(),
                variables.organization(provider),
                headers);
        Deployment.Builder concrete = everything.toBuilder().endpoint(endpoint);
        boolean mayBeOpen = stated.apiBase() != null && !provider.name().equals(Provider.AZURE);
        boolean lacksKey = key == null && provider.keyNeeded() && !mayBeOpen && everything.mockResponse() == null;
        boolean brought = everything.clientCredential() != ClientCredential.UNUSED
                && provider.name().equals(Provider.ANTHROPIC);
        return lacksKey && everything.outOfService() == null
                ? concrete.outOfService(EndpointReader.CREDENTIAL_MISSING)
                        .clientCredential(brought ? ClientCredential.NEEDED : ClientCredential.UNUSED)
                        .missingVariables(List.copyOf(provider.keyVariables()))
                        .build()
                : concrete.build();
    }
}

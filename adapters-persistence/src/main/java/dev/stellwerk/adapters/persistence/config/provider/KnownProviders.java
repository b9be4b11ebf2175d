package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser.Choice;
import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import java.util.List;
import java.util.Optional;

/** The shipped table of providers with the variables of this process. */
public final class KnownProviders implements ProviderDirectory {
    private final ProviderChooser chooser;
    private final EndpointDefaults defaults;
    private final ModelFactsReader facts;

    public KnownProviders(ProviderChooser chooser, ProviderVariables variables, ModelFactsReader facts) {
        this.chooser = chooser;
        this.defaults = new EndpointDefaults(variables);
        this.facts = facts;
    }

    @Override
    public ModelFacts facts(Endpoint endpoint, ModelFacts pattern) {
        return facts.ofMatched(endpoint, pattern);
    }

    @Override
    public List<String> knownModels(Deployment deployment) {
        String provider = deployment.endpoint().provider();
        return deployment.endpoint().providerOpen()
                ? chooser.spoken().stream()
                        .filter(one -> hasCredential(deployment, one))
                        .flatMap(one -> chooser.models().namesOf(one).stream().map(name -> one + "/" + name))
                        .toList()
                : chooser.models().namesOf(provider);
    }

    private boolean hasCredential(Deployment everything, String provider) {
        return concrete(everything, provider + "/any")
                .filter(concrete -> concrete.endpoint().apiKey() != null)
                .isPresent();
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
                .filter(choice -> stated.apiBase() != null || defaults.base(choice.provider()) != null)
                .map(choice -> concrete(everything, choice));
    }

    private Deployment concrete(Deployment everything, Choice choice) {
        Provider provider = choice.provider();
        Endpoint endpoint = defaults.complete(choice, everything.endpoint());
        Deployment.Builder concrete = everything.toBuilder()
                .endpoint(endpoint)
                .facts(facts.ofMatched(endpoint, everything.facts()))
                .parameterRules(everything.parameterRules().at(provider.parameters()));
        boolean ownBase = everything.endpoint().apiBase() != null;
        boolean lacksKey = everything.mockResponse() == null && defaults.lacksKey(provider, endpoint, ownBase);
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

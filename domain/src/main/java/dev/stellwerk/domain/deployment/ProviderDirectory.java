package dev.stellwerk.domain.deployment;

import java.util.List;
import java.util.Optional;

/**
 * What is known about providers beyond the deployments. Answers the same for as long as the process runs, without I/O,
 * and may be asked by all threads.
 */
public interface ProviderDirectory {
    /** Knows no provider. */
    ProviderDirectory NONE = new ProviderDirectory() {
        @Override
        public Optional<String> providerOf(String model) {
            return Optional.empty();
        }

        @Override
        public Optional<Deployment> concrete(Deployment everything, String name) {
            return Optional.empty();
        }
    };

    /** Whose a well-known model is, when its name comes without a provider. */
    Optional<String> providerOf(String model);

    /**
     * A deployment for one name, made of one whose provider the call decides ({@link Endpoint#providerOpen()}). What it
     * does not state itself is that of the provider: address, credential, headers. Without a credential that is needed
     * the answer is out of service.
     *
     * @param name {@code provider/model}, or a model whose provider can be told
     * @return empty when nobody can tell the provider, or calls of it cannot be made
     */
    Optional<Deployment> concrete(Deployment everything, String name);

    /**
     * What is known of the model that a name led to.
     *
     * @param endpoint names the model
     * @param pattern the facts of the pattern that the name matches; the same when no more is known
     */
    default ModelFacts facts(Endpoint endpoint, ModelFacts pattern) {
        return pattern;
    }

    /**
     * The models that are known to be there, for listings: by the names of their provider, or where the call decides the
     * provider ({@link Endpoint#providerOpen()}) as {@code provider/model} of each that can be called.
     */
    default List<String> knownModels(Deployment deployment) {
        return List.of();
    }
}

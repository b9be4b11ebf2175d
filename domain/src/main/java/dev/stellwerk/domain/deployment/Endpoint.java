package dev.stellwerk.domain.deployment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a deployment's calls go and with which credential.
 *
 * @param provider the provider's prefix, such as {@code openai} or {@code azure}; {@code *} leaves it to the call
 * @param model the name the upstream knows the model by
 * @param apiBase the base URL as configured; null means the provider's own
 * @param apiKey the upstream credential; null when the provider needs none
 * @param apiVersion for providers that version their API by a query parameter
 * @param organization for providers that bill by organization
 * @param headers added to every call
 * @param access how calls get in besides the key
 */
public record Endpoint(
        String provider,
        String model,
        @Nullable String apiBase,
        @Nullable Secret apiKey,
        @Nullable String apiVersion,
        @Nullable String organization,
        Map<String, String> headers,
        EndpointAccess access) {

    public Endpoint {
        headers = Map.copyOf(headers);
    }

    /** An endpoint that is called with its key alone. */
    public Endpoint(
            String provider,
            String model,
            @Nullable String apiBase,
            @Nullable Secret apiKey,
            @Nullable String apiVersion,
            @Nullable String organization,
            Map<String, String> headers) {
        this(provider, model, apiBase, apiKey, apiVersion, organization, headers, EndpointAccess.PLAIN);
    }

    /** Where the provider comes from the name of the call. */
    public static final String ANY_PROVIDER = "*";

    /** Whether the provider comes from the name of the call; see {@link ProviderDirectory#concrete}. */
    public boolean providerOpen() {
        return provider.equals(ANY_PROVIDER);
    }

    /** The name as it stands in the configuration: {@code provider/model}. */
    public String qualifiedModel() {
        return provider + "/" + model;
    }

    /** The same endpoint for another upstream model: how a wildcard deployment is made concrete. */
    public Endpoint withModel(String upstreamModel) {
        return new Endpoint(provider, upstreamModel, apiBase, apiKey, apiVersion, organization, headers, access);
    }

    /** The same endpoint with other ways in. */
    public Endpoint withAccess(EndpointAccess ways) {
        return new Endpoint(provider, model, apiBase, apiKey, apiVersion, organization, headers, ways);
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.azure;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.upstream.dialect.Bases;
import dev.stellwerk.adapters.http.upstream.dialect.EndpointHeaders;
import dev.stellwerk.adapters.http.upstream.dialect.openai.ApiLayout;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.domain.deployment.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Azure OpenAI: the deployment stands in the path, the version in the query, the key in {@code api-key}. */
public final class AzureLayout implements ApiLayout {
    private static final String VERSION = "2025-02-01-preview";
    private static final String FIRST_WITH_STREAM_USAGE = "2024-09-01";
    private static final Set<String> UNDATED = Set.of("v1", "latest", "preview");
    private static final String DEPLOYMENTS = "/openai/deployments/";

    @Override
    public CallTarget target(Endpoint endpoint, Operation operation) {
        return CallTarget.of(url(endpoint, operation), EndpointHeaders.of(endpoint, "api-key", ""));
    }

    private static String url(Endpoint endpoint, Operation operation) {
        String base = Bases.of(endpoint);
        String version = version(endpoint, operation);
        if (base.contains(DEPLOYMENTS)) {
            return versioned(
                    base.endsWith("/" + operation.path()) ? base : Bases.append(base, operation.path()), version);
        }
        if (UNDATED.contains(version)) {
            String root = base.endsWith("/openai/v1") ? base : base + "/openai/v1";
            String url = root + "/" + operation.path();
            return version.equals("preview") ? versioned(url, version) : url;
        }
        if (operation == Operation.RESPONSES) { // takes the deployment from the body
            return versioned(base + "/openai/responses", version);
        }
        String deployment =
                URLEncoder.encode(deployment(endpoint), StandardCharsets.UTF_8).replace("+", "%20");
        return versioned(base + DEPLOYMENTS + deployment + "/" + operation.path(), version);
    }

    /** The kind of a model may stand before the name of its deployment, for the gateway alone. */
    private static String deployment(Endpoint endpoint) {
        String name = endpoint.model();
        return name.startsWith("o_series/") || name.startsWith("gpt5_series/")
                ? name.substring(name.indexOf('/') + 1)
                : name;
    }

    @Override
    public String model(Endpoint endpoint) {
        return deployment(endpoint);
    }

    private static String version(Endpoint endpoint, Operation operation) {
        @Nullable String configured = endpoint.apiVersion();
        if (configured != null) {
            return configured;
        }
        return operation == Operation.RESPONSES ? "preview" : VERSION;
    }

    private static String versioned(String url, String version) {
        if (url.contains("api-version=")) {
            return url;
        }
        return url + (url.indexOf('?') < 0 ? "?" : "&") + "api-version="
                + URLEncoder.encode(version, StandardCharsets.UTF_8);
    }

    @Override
    public boolean reportsStreamUsage(Endpoint endpoint) {
        String version = version(endpoint, Operation.CHAT);
        return UNDATED.contains(version) || version.compareTo(FIRST_WITH_STREAM_USAGE) >= 0;
    }
}

package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.provider.EndpointReader;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Visibility;
import dev.stellwerk.domain.id.DeploymentId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entry of {@code model_list}. One that cannot work is left out with a warning; one that only lacks an
 * environment variable is kept, so that people see it, and never chosen.
 */
public final class DeploymentReader {
    private static final Set<String> ENVIRONMENTS = Set.of("development", "staging", "production");
    private static final String ENVIRONMENT = "LITELLM_ENVIRONMENT";

    private final EndpointReader endpoints;
    private final DeploymentTraits traits;
    private final Environment environment;
    private final DeploymentIds ids;

    public DeploymentReader(
            EndpointReader endpoints, DeploymentTraits traits, Environment environment, DeploymentIds ids) {
        this.endpoints = endpoints;
        this.traits = traits;
        this.environment = environment;
        this.ids = ids;
    }

    /** The deployments of an entry: none when it is left out, several when it names several organizations. */
    public List<Deployment> read(Section entryAsWritten) {
        var unset = new ArrayList<String>();
        Section entry = entryAsWritten.withUnset((findings, place, path, variable) -> {
            unset.add(variable);
            findings.warning(
                    place, path, "environment variable " + variable + " is not set; the deployment is never chosen");
        });
        String group = entry.filledText("model_name");
        Section parameters = entry.section("litellm_params");
        Value model = parameters.get("model");
        if (group == null || model == null) {
            String missing = group == null ? "model_name" : "litellm_params.model";
            String path = entry.path();
            entry.scope()
                    .findings()
                    .warning(entry.place(), path, "this deployment is left out: " + missing + " is missing");
            return List.of();
        }
        Section info = entry.section("model_info");
        return loadedHere(info) ? read(entry, parameters, info, group, model, unset) : List.of();
    }

    private List<Deployment> read(
            Section entry, Section parameters, Section info, String group, Value model, List<String> unset) {
        boolean mocked = parameters.has("mock_response");
        Optional<EndpointReader.Reading> endpoint = endpoints.read(parameters, model, mocked);
        Optional<List<Pattern>> patterns = UserAgentPatterns.read(parameters, "tag_regex");
        if (endpoint.isEmpty() || patterns.isEmpty()) {
            return List.of();
        }
        var deployments = new ArrayList<Deployment>();
        List<String> organizations = parameters.textOrTexts("organization");
        for (int part = 0; part < Math.max(1, organizations.size()); part++) {
            boolean several = organizations.size() > 1;
            DeploymentId id = id(info, group, parameters, several ? organizations.get(part) : "", part);
            Endpoint where = organizations.isEmpty()
                    ? endpoint.get().endpoint()
                    : inOrganization(endpoint.get().endpoint(), organizations.get(part));
            Deployment.Builder builder = Deployment.builder(id, group, where)
                    .visibility(visibility(info))
                    .blocked(info.flag("blocked", false));
            deployments.add(traits.read(builder, entry, parameters, info, where, patterns.get())
                    .outOfService(outOfService(endpoint.get(), mocked, unset))
                    .build());
        }
        entry.reportOthers(Set.of(), Level.WARNING);
        return deployments;
    }

    private static @Nullable String outOfService(EndpointReader.Reading endpoint, boolean mocked, List<String> unset) {
        return !mocked && !unset.isEmpty() ? EndpointReader.CREDENTIAL_MISSING : endpoint.outOfService();
    }

    private DeploymentId id(Section info, String group, Section parameters, String organization, int part) {
        Value named = info.get("id");
        String text = named == null ? null : named.text();
        if (named == null || text == null || text.isBlank()) {
            return ids.derived(group, parameters.content(), organization);
        }
        return ids.named(part == 0 ? text : text + "-" + (part + 1), named);
    }

    private static Endpoint inOrganization(Endpoint endpoint, String organization) {
        return new Endpoint(
                endpoint.provider(),
                endpoint.model(),
                endpoint.apiBase(),
                endpoint.apiKey(),
                endpoint.apiVersion(),
                organization,
                endpoint.headers());
    }

    private static Visibility visibility(Section info) {
        return new Visibility(
                info.filledText("team_id"),
                info.filledText("team_public_model_name"),
                new LinkedHashSet<>(info.texts("access_groups")));
    }

    /** Whether this gateway runs in one of the environments that the entry is meant for. */
    private boolean loadedHere(Section info) {
        Value supported = info.get("supported_environments");
        if (supported == null) {
            return true;
        }
        List<String> names = supported.texts();
        for (String name : names) {
            if (!ENVIRONMENTS.contains(name)) {
                supported.error("'" + Value.shown(name) + "' is none of development, staging, production");
            }
        }
        String here = environment.get(ENVIRONMENT);
        if (here == null || !ENVIRONMENTS.contains(here)) {
            supported.error("needs the environment variable " + ENVIRONMENT + ": development, staging or production");
            return false;
        }
        return names.contains(here);
    }
}

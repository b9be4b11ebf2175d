package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.key.KnownKeys;
import dev.stellwerk.adapters.persistence.config.key.Part;
import dev.stellwerk.adapters.persistence.config.key.SortedKeys.Sort;
import dev.stellwerk.adapters.persistence.config.provider.EndpointReader;
import dev.stellwerk.adapters.persistence.config.provider.EndpointReader.Reading.LeftOut;
import dev.stellwerk.adapters.persistence.config.provider.EndpointReader.Reading.Listed;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.deployment.ClientCredential;
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

/**
 * Reads an entry of {@code model_list}. One that cannot work is left out with a warning; one that only lacks an
 * environment variable is kept, so that people see it, and never chosen.
 */
public final class DeploymentReader {
    private static final Set<String> ENVIRONMENTS = Set.of("development", "staging", "production");
    private static final String ENVIRONMENT = "LITELLM_ENVIRONMENT";

    private final EndpointReader endpoints;
    private final ClientTokens tokens;
    private final DeploymentTraits traits;
    private final Environment environment;
    private final DeploymentIds ids;
    private final LeftOutTally leftOut = new LeftOutTally();

    public DeploymentReader(
            EndpointReader endpoints,
            ClientTokens tokens,
            DeploymentTraits traits,
            Environment environment,
            DeploymentIds ids) {
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.traits = traits;
        this.environment = environment;
        this.ids = ids;
    }

    /** The parts of an entry. */
    private record Entry(Section whole, Section parameters, Section info, UnsetVariables unset) {
        static Entry of(Section written) {
            boolean mocked = written.section("litellm_params").has("mock_response");
            var unset = new UnsetVariables(written.path(), mocked);
            Section whole = written.withUnset(unset);
            return new Entry(whole, whole.section("litellm_params"), whole.section("model_info"), unset);
        }
    }

    /** The deployments of an entry: none when it is left out, several when it names several organizations. */
    List<Deployment> read(Section written) {
        Entry entry = Entry.of(written);
        String group = entry.whole.filledText("model_name");
        Value model = entry.parameters.get("model");
        if (group == null || model == null) {
            String missing = group == null ? "model_name" : "litellm_params.model";
            written.warning("this deployment is left out: " + missing + " is missing");
            return leftOut("no " + missing);
        }
        return loadedHere(entry.info) ? read(entry, group, model) : leftOut("other environments");
    }

    /** What was left out so far. */
    LeftOutTally leftOut() {
        return leftOut;
    }

    private List<Deployment> read(Entry entry, String group, Value model) {
        boolean mocked = entry.parameters.has("mock_response");
        boolean tokensAllowed = tokens.allowed(entry.parameters, entry.info, group);
        var circumstances = new EndpointReader.Circumstances(group.indexOf('*') >= 0, mocked, tokensAllowed);
        EndpointReader.Reading endpoint = endpoints.read(entry.parameters, model, circumstances);
        Optional<List<Pattern>> patterns = UserAgentPatterns.read(entry.parameters, "tag_regex");
        return switch (endpoint) {
            case LeftOut(String provider) -> leftOut(provider);
            case Listed _ when patterns.isEmpty() -> leftOut("a tag_regex");
            case Listed listed -> {
                ClientCredential credential = tokensAllowed
                        ? tokens.of(entry.parameters, entry.info, group, listed)
                        : ClientCredential.UNUSED;
                yield read(entry, group, listed, credential, patterns.get());
            }
        };
    }

    private List<Deployment> leftOut(String cause) {
        leftOut.add(cause);
        return List.of();
    }

    private List<Deployment> read(
            Entry entry, String group, Listed endpoint, ClientCredential credential, List<Pattern> patterns) {
        var deployments = new ArrayList<Deployment>();
        List<String> organizations = entry.parameters.textOrTexts("organization");
        for (int part = 0; part < Math.max(1, organizations.size()); part++) {
            String organization = organizations.isEmpty() ? null : organizations.get(part);
            DeploymentId id = id(entry, group, organizations.size() > 1 ? organizations.get(part) : "", part);
            Endpoint where =
                    organization == null ? endpoint.endpoint() : inOrganization(endpoint.endpoint(), organization);
            Deployment.Builder builder = Deployment.builder(id, group, where)
                    .clientCredential(credential)
                    .visibility(visibility(entry.info))
                    .blocked(entry.info.flag("blocked", false));
            traits.read(builder, entry.whole, entry.parameters, entry.info, where, patterns);
            deployments.add(service(builder, endpoint, entry.unset).build());
        }
        KnownKeys.shipped().judge(entry.whole, Part.MODEL_LIST);
        judgeInfo(entry.info);
        return deployments;
    }

    /** Everything may stand in {@code model_info}; some of it restricts, some would elsewhere. */
    private static void judgeInfo(Section info) {
        KnownKeys keys = KnownKeys.shipped();
        info.all().forEach((key, value) -> {
            switch (keys.of(Part.MODEL_INFO).sortOf(key)) {
                case RESTRICTS -> keys.judgeRestriction(info, key, value);
                case WORKS, COMFORT -> {}
                case UNKNOWN -> {
                    if (keys.of(Part.LITELLM_PARAMS).sortOf(key) == Sort.WORKS) {
                        info.report(key, Level.WARNING, "is only shown; as a setting it stands in litellm_params");
                    }
                }
            }
        });
    }

    private static Deployment.Builder service(Deployment.Builder builder, Listed endpoint, UnsetVariables unset) {
        List<String> decisive = unset.decisive();
        return decisive.isEmpty()
                ? builder.outOfService(endpoint.outOfService()).missingVariables(endpoint.missingVariables())
                : builder.outOfService(EndpointReader.CREDENTIAL_MISSING)
                        .clientCredential(ClientCredential.UNUSED) // another's would not do where more is missing
                        .missingVariables(decisive);
    }

    private DeploymentId id(Entry entry, String group, String organization, int part) {
        Value named = entry.info.get("id");
        String text = named == null ? null : named.text();
        if (named == null || text == null || text.isBlank()) {
            return ids.derived(group, entry.parameters.content(), organization);
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

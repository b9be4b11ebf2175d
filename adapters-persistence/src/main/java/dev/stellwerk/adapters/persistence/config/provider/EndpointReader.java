package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where a deployment's calls go: provider, model, base URL, credential. */
public final class EndpointReader {
    public static final String CREDENTIAL_MISSING = "credential_missing";
    private static final String API_BASE_INVALID = "api_base_invalid";
    private static final String AZURE = "azure";
    private static final String AZURE_API_VERSION = "2025-02-01-preview";

    private final Providers providers;
    private final ModelMap models;
    private final Environment environment;

    public EndpointReader(Providers providers, ModelMap models, Environment environment) {
        this.providers = providers;
        this.models = models;
        this.environment = environment;
    }

    /**
     * An endpoint as read.
     *
     * @param outOfService why it cannot be called; null when it can
     */
    public record Reading(Endpoint endpoint, @Nullable String outOfService) {}

    private record Choice(Provider provider, String model) {}

    /**
     * Empty when nothing can ever be called there; that is a finding.
     *
     * @param mocked whether the deployment answers by itself
     */
    public Optional<Reading> read(Section parameters, Value modelValue, boolean mocked) {
        String text = modelValue.text();
        String base = base(parameters);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        String named = parameters.filledText("custom_llm_provider");
        Optional<Choice> choice = choose(text, named, base);
        if (choice.isEmpty()) {
            modelValue.warning(
                    "this deployment is left out: " + unknownProvider(named == null ? text : named + "/", base));
            return Optional.empty();
        }
        Provider provider = choice.get().provider();
        if (!provider.spoken() && !mocked) {
            modelValue.warning("this deployment is left out: provider '" + provider.name() + "' is not spoken yet");
            return Optional.empty();
        }
        return read(parameters, modelValue, choice.get(), base, mocked);
    }

    private Optional<Reading> read(
            Section parameters, Value modelValue, Choice choice, @Nullable String ownBase, boolean mocked) {
        Provider provider = choice.provider();
        String base = ownBase == null ? environment.first(provider.baseVariables()) : ownBase;
        boolean baseWritten = parameters.has("api_base") || parameters.has("base_url");
        if (base == null && provider.base() == null && !mocked && !baseWritten) {
            modelValue.warning("this deployment is left out: provider '" + provider.name() + "' needs an api_base");
            return Optional.empty();
        }
        String ownKey = parameters.filledText("api_key");
        String key = ownKey == null ? environment.first(provider.keyVariables()) : ownKey;
        var endpoint = new Endpoint(
                provider.name(),
                modelName(choice),
                base == null ? shownBase(provider) : base,
                key == null ? null : new Secret(key),
                apiVersion(parameters, provider),
                organization(provider),
                headers(parameters, provider));
        return Optional.of(new Reading(
                endpoint, mocked ? null : fault(parameters, modelValue, provider, base, key, ownBase != null)));
    }

    private static @Nullable String base(Section parameters) {
        String base = parameters.filledText("api_base");
        String otherName = parameters.filledText("base_url");
        return base == null ? otherName : base;
    }

    /** OpenAI's own address is what an endpoint without a base means. */
    private static @Nullable String shownBase(Provider provider) {
        return provider.name().equals("openai") ? null : provider.base();
    }

    private Optional<Choice> choose(String model, @Nullable String named, @Nullable String base) {
        if (named != null) {
            return providers.named(named).map(provider -> new Choice(provider, withoutPrefix(model, named)));
        }
        int slash = model.indexOf('/');
        Optional<Provider> byPrefix = slash <= 0 ? Optional.empty() : providers.named(model.substring(0, slash));
        if (byPrefix.isPresent()) {
            String rest = model.substring(slash + 1);
            return rest.isBlank() ? Optional.empty() : byPrefix.map(provider -> new Choice(provider, rest));
        }
        return (base == null ? Optional.<Provider>empty() : providers.atHostOf(base))
                .or(() -> ownerOf(model))
                .map(provider -> new Choice(provider, model));
    }

    private static String withoutPrefix(String model, String provider) {
        return model.startsWith(provider + "/") ? model.substring(provider.length() + 1) : model;
    }

    /** Well-known names need no prefix. */
    private Optional<Provider> ownerOf(String model) {
        return Optional.ofNullable(models.ownerOf(model))
                .or(() -> family(model))
                .flatMap(providers::named);
    }

    private static Optional<String> family(String model) {
        if (model.matches("(gpt-|chatgpt-|o[1-9](-|$)|text-embedding-|dall-e-|whisper-|tts-)[^/]*")) {
            return Optional.of("openai");
        }
        if (model.matches("claude-[^/]*")) {
            return Optional.of("anthropic");
        }
        return model.matches("gemini-[^/]*") ? Optional.of("vertex_ai") : Optional.empty();
    }

    private String unknownProvider(String model, @Nullable String base) {
        int slash = model.indexOf('/');
        if (slash <= 0) {
            return "'" + Value.shown(model) + "' names no provider; write provider/model";
        }
        String prefix = model.substring(0, slash);
        String hint = NearestName.hint(prefix, providers.names());
        String advice = hint.isEmpty() && base != null ? "; for an OpenAI-compatible server write openai/…" : hint;
        return "unknown provider '" + Value.shown(prefix) + "'" + advice;
    }

    private static String modelName(Choice choice) {
        String prefix = choice.provider().modelPrefix();
        return choice.model().indexOf('/') < 0 ? prefix + choice.model() : choice.model();
    }

    private @Nullable String apiVersion(Section parameters, Provider provider) {
        String version = parameters.filledText("api_version");
        if (version != null || !provider.name().equals(AZURE)) {
            return version;
        }
        String fromEnvironment = environment.get("AZURE_API_VERSION");
        return fromEnvironment == null ? AZURE_API_VERSION : fromEnvironment;
    }

    private @Nullable String organization(Provider provider) {
        return provider.name().equals("openai") ? environment.get("OPENAI_ORGANIZATION") : null;
    }

    private Map<String, String> headers(Section parameters, Provider provider) {
        var headers = new HashMap<String, String>();
        provider.headerVariables().forEach((header, variable) -> {
            String value = environment.get(variable);
            if (value != null) {
                headers.put(header, value);
            }
        });
        parameters.section("extra_headers").all().forEach((header, value) -> {
            String text = value.text();
            if (text != null) {
                headers.put(header, text);
            }
        });
        return headers;
    }

    private static @Nullable String fault(
            Section parameters,
            Value model,
            Provider provider,
            @Nullable String base,
            @Nullable String key,
            boolean ownBase) {
        if (base != null && Providers.host(base) == null) {
            Value writtenBase = parameters.get("api_base");
            (writtenBase == null ? model : writtenBase)
                    .warning("is no http or https URL; the deployment is never chosen");
            return API_BASE_INVALID;
        }
        Value written = parameters.get("api_key");
        if (written != null && key != null && key.startsWith("<")) {
            written.warning("looks like a placeholder");
        }
        boolean mayBeOpen = ownBase && !provider.name().equals(AZURE);
        if (key == null && provider.keyNeeded() && !mayBeOpen) {
            if (written == null) {
                model.warning("has no api_key, and " + String.join(" or ", provider.keyVariables())
                        + " is not set; the deployment is never chosen");
            }
            return CREDENTIAL_MISSING;
        }
        return null;
    }
}

package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the provider of a model from its name, from what an entry says beside it, or from its base URL. */
public final class ProviderChooser {
    private final Providers providers;
    private final ModelMap models;

    public ProviderChooser(Providers providers, ModelMap models) {
        this.providers = providers;
        this.models = models;
    }

    /**
     * A provider, and what it knows the model by.
     *
     * @param model without the provider's prefix
     */
    record Choice(Provider provider, String model) {
        String upstreamName() {
            return model.indexOf('/') < 0 ? provider.modelPrefix() + model : model;
        }
    }

    public ModelMap models() {
        return models;
    }

    /** What can be asked of a provider's models; empty means everything. */
    Set<CallType> callTypes(String provider) {
        return providers.named(provider).map(Provider::calls).orElse(Set.of());
    }

    /** What a provider takes of OpenAI's parameters. */
    public ProviderParameters parameters(String provider) {
        return providers.named(provider).map(Provider::parameters).orElse(ProviderParameters.ALL);
    }

    Optional<Choice> choose(String model, @Nullable String named, @Nullable String base) {
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

    /** The names of the providers that can be called. */
    List<String> spoken() {
        return providers.names().stream()
                .filter(name -> providers.named(name).filter(Provider::spoken).isPresent())
                .toList();
    }

    /** Well-known names need no prefix. */
    Optional<Provider> ownerOf(String model) {
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

    /** What a provider is called that there is none of. */
    static String label(String model, @Nullable String named) {
        int slash = model.indexOf('/');
        return named != null ? named : slash <= 0 ? "no provider" : model.substring(0, slash);
    }

    /** What to say when there was no choice. */
    String unknown(String model, @Nullable String base) {
        int slash = model.indexOf('/');
        if (slash <= 0) {
            return "'" + Value.shown(model) + "' names no provider; write provider/model";
        }
        String prefix = model.substring(0, slash);
        String hint = NearestName.hint(prefix, providers.names());
        String advice = hint.isEmpty() && base != null ? "; for an OpenAI-compatible server write openai/…" : hint;
        return "unknown provider '" + Value.shown(prefix) + "'" + advice;
    }
}

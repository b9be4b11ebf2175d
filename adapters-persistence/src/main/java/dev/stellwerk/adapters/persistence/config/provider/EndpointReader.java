package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser.Choice;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.EndpointAccess;
import dev.stellwerk.domain.deployment.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where a deployment's calls go: provider, model, base URL, credential. */
public final class EndpointReader {
    /** Why a deployment is out of service that lacks a credential, or a variable that decides where calls go. */
    public static final String CREDENTIAL_MISSING = "credential_missing";

    private static final String API_BASE_INVALID = "api_base_invalid";
    private static final String UNKNOWN = "unknown";
    private static final String NEVER_CHOSEN = "; the deployment is never chosen";
    private static final String TOKEN = "azure_ad_token";
    private static final List<String> OTHER_CREDENTIALS = List.of("litellm_credential_name", TOKEN, "client_secret");

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");

    private final ProviderChooser chooser;
    private final EndpointDefaults defaults;

    public EndpointReader(ProviderChooser chooser, ProviderVariables variables) {
        this.chooser = chooser;
        this.defaults = new EndpointDefaults(variables);
    }

    /** What became of an endpoint. */
    public sealed interface Reading {
        /**
         * It is listed.
         *
         * @param outOfService why it cannot be called; null when it can
         * @param missingVariables those that would mend it
         */
        record Listed(Endpoint endpoint, @Nullable String outOfService, List<String> missingVariables)
                implements Reading {
            static Listed of(Endpoint endpoint) {
                return new Listed(endpoint, null, List.of());
            }
        }

        /**
         * Nothing can ever be called there; that is a finding.
         *
         * @param provider as the file names it
         */
        record LeftOut(String provider) implements Reading {}
    }

    /**
     * What an entry says beside its parameters.
     *
     * @param pattern whether its name is a pattern, which calls may bring a provider to
     * @param mocked whether the deployment answers by itself
     * @param tokensAllowed whether clients may bring a credential of their own, where its provider is one for which they
     *     have such
     */
    public record Circumstances(boolean pattern, boolean mocked, boolean tokensAllowed) {}

    public Reading read(Section parameters, Value model, Circumstances circumstances) {
        String text = model.text();
        String base = base(parameters);
        String named = parameters.filledText("custom_llm_provider");
        if (text == null || (named == null && isUnset(parameters, "custom_llm_provider"))) {
            // shown as it is written; the variable that is not set puts it out of service
            return Reading.Listed.of(asStated(parameters, named == null ? UNKNOWN : named, model.written()));
        }
        if (circumstances.pattern() && named == null && text.equals(Endpoint.ANY_PROVIDER)) {
            return Reading.Listed.of(asStated(parameters, Endpoint.ANY_PROVIDER, Endpoint.ANY_PROVIDER));
        }
        Choice choice = chooser.choose(text, named, base).orElse(null);
        if (choice == null) {
            model.warning("this deployment is left out: " + chooser.unknown(named == null ? text : named + "/", base));
            return new Reading.LeftOut(ProviderChooser.label(text, named));
        }
        Provider provider = choice.provider();
        if (!provider.spoken() && !circumstances.mocked()) {
            model.warning("this deployment is left out: provider '" + provider.name() + "' is not spoken yet");
            return new Reading.LeftOut(provider.name());
        }
        if (base == null && defaults.base(provider) == null && !circumstances.mocked() && !baseWritten(parameters)) {
            model.warning("this deployment is left out: provider '" + provider.name() + "' needs an api_base");
            return new Reading.LeftOut(provider.name());
        }
        Endpoint stated = withToken(parameters, provider, asStated(parameters, provider.name(), choice.model()));
        Endpoint endpoint = defaults.complete(choice, stated);
        return circumstances.mocked()
                ? Reading.Listed.of(endpoint)
                : judged(parameters, model, provider, endpoint, circumstances);
    }

    /** What the entry says itself, of a provider about which nothing more can be said. */
    private static Endpoint asStated(Section parameters, String provider, String model) {
        String key = parameters.filledText("api_key");
        return new Endpoint(
                provider,
                model,
                base(parameters),
                key == null ? null : new Secret(key.strip()),
                parameters.filledText("api_version"),
                null,
                ownHeaders(parameters),
                new EndpointAccess(TrustReader.read(parameters)));
    }

    /** A token of Microsoft's stands in for a key. */
    private static Endpoint withToken(Section parameters, Provider provider, Endpoint stated) {
        String token = usesToken(parameters, provider) ? parameters.filledText(TOKEN) : null;
        if (token == null || stated.apiKey() != null) {
            return stated;
        }
        var headers = new HashMap<>(stated.headers());
        headers.put("Authorization", "Bearer " + token.strip());
        return new Endpoint(
                stated.provider(),
                stated.model(),
                stated.apiBase(),
                null,
                stated.apiVersion(),
                null,
                headers,
                stated.access());
    }

    private static boolean usesToken(Section parameters, Provider provider) {
        String token = provider.name().equals(Provider.AZURE) ? parameters.filledText(TOKEN) : null;
        return token != null && !token.startsWith("oidc/");
    }

    private static @Nullable String base(Section parameters) {
        String base = parameters.filledText("api_base");
        String otherName = parameters.filledText("base_url");
        return base == null ? otherName : base;
    }

    private static boolean baseWritten(Section parameters) {
        return parameters.has("api_base") || parameters.has("base_url");
    }

    private static boolean isUnset(Section parameters, String key) {
        return parameters.has(key) && parameters.text(key) == null;
    }

    private static Map<String, String> ownHeaders(Section parameters) {
        var headers = new HashMap<String, String>();
        parameters.section("extra_headers").all().forEach((header, value) -> {
            String text = value.text();
            if (text != null
                    && HEADER_NAME.matcher(header).matches()
                    && !CONTROLS.matcher(text).find()) {
                headers.put(header, text);
            } else if (text != null) {
                value.error("is no header: a name of letters, digits and '-', and a value in one line");
            }
        });
        return headers;
    }

    private Reading judged(
            Section parameters, Value model, Provider provider, Endpoint endpoint, Circumstances circumstances) {
        String base = endpoint.apiBase();
        if (base != null && Providers.host(base) == null) {
            Value written = parameters.get("api_base");
            (written == null ? model : written).warning("is no http or https URL" + NEVER_CHOSEN);
            return new Reading.Listed(endpoint, API_BASE_INVALID, List.of());
        }
        Value key = parameters.get("api_key");
        Secret secret = endpoint.apiKey();
        if (key != null && secret != null && Placeholders.looksLikeOne(secret.value())) {
            key.warning("looks like a placeholder");
        }
        if (Placeholders.looksLikeOne(endpoint.model())) {
            model.warning("looks like a placeholder");
        }
        if (key == null && !usesToken(parameters, provider)) {
            for (String other : OTHER_CREDENTIALS) {
                Value named = parameters.get(other);
                if (named != null) { // another credential instead would be a call under another name
                    if (named.text() != null) {
                        named.warning("is not used yet" + NEVER_CHOSEN);
                    }
                    return new Reading.Listed(endpoint, CREDENTIAL_MISSING, List.of());
                }
            }
        }
        if (defaults.lacksKey(provider, endpoint, base(parameters) != null)) {
            if (key == null) {
                boolean brought =
                        circumstances.tokensAllowed() && provider.name().equals(Provider.ANTHROPIC);
                model.warning("has no api_key, and " + String.join(" or ", provider.keyVariables()) + " is not set"
                        + (brought ? "; it serves only callers who bring a token of their own" : NEVER_CHOSEN));
            }
            return new Reading.Listed(endpoint, CREDENTIAL_MISSING, provider.keyVariables());
        }
        return Reading.Listed.of(endpoint);
    }
}

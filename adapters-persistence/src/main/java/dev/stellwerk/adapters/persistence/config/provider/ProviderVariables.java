package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.domain.deployment.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a provider's own environment variables say, for deployments that are silent about it. */
public final class ProviderVariables {
    private static final String AZURE_API_VERSION = "2025-02-01-preview";

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Z_]+)}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]+"); // of a host's name

    private final Environment environment;

    public ProviderVariables(Environment environment) {
        this.environment = environment;
    }

    /** Its base URL; null when only a deployment can name one. */
    @Nullable
    String base(Provider provider) {
        String base = environment.first(provider.baseVariables());
        return base == null && provider.base() != null ? filled(provider.base()) : base;
    }

    /** With the values of the variables that stand in braces; null when one is not set. */
    private @Nullable String filled(String base) {
        Matcher variable = VARIABLE.matcher(base);
        if (!variable.find()) {
            return base;
        }
        String value = environment.get(variable.group(1));
        return value == null || !LABEL.matcher(value).matches() ? null : variable.replaceFirst(value);
    }

    /** The base as it is shown: OpenAI's own address is what an endpoint without a base means. */
    @Nullable
    String shownBase(Provider provider) {
        String base = base(provider);
        return provider.name().equals(Provider.OPENAI)
                        && provider.base() != null
                        && provider.base().equals(base)
                ? null
                : base;
    }

    @Nullable
    Secret key(Provider provider) {
        String key = environment.first(provider.keyVariables());
        return key == null ? null : new Secret(key.strip());
    }

    @Nullable
    String apiVersion(Provider provider) {
        if (!provider.name().equals(Provider.AZURE)) {
            return null;
        }
        String version = environment.get("AZURE_API_VERSION");
        return version == null ? AZURE_API_VERSION : version;
    }

    @Nullable
    String organization(Provider provider) {
        return provider.name().equals(Provider.OPENAI) ? environment.get("OPENAI_ORGANIZATION") : null;
    }

    /** The header with a token that stands in for a key; empty when there is none. */
    Map<String, String> token(Provider provider) {
        String token = provider.name().equals(Provider.AZURE) ? environment.get("AZURE_AD_TOKEN") : null;
        return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.strip());
    }

    Map<String, String> headers(Provider provider) {
        var headers = new HashMap<String, String>();
        provider.headerVariables().forEach((header, variable) -> {
            String value = environment.get(variable);
            if (value != null) {
                headers.put(header, value);
            }
        });
        return headers;
    }
}

package dev.stellwerk.adapters.http.api;

import dev.stellwerk.domain.deployment.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to Anthropic's API outside of the body.
 *
 * @param betaFlags the features in trial that it asks for, separated by commas; empty for none
 * @param version of the API that it speaks; null when it does not say
 * @param betaQuery it asked for the API in trial by the query, too
 * @param token of a subscription of the client's own; null when it brings none
 */
public record AnthropicHeaders(
        String betaFlags,
        @Nullable String version,
        boolean betaQuery,
        @Nullable Secret token) {
    public static final AnthropicHeaders NONE = new AnthropicHeaders("", null, false, null);

    public static AnthropicHeaders ofFlags(String betaFlags) {
        return new AnthropicHeaders(betaFlags, null, false, null);
    }

    /** The same for a deployment that the client's token is not for. */
    public AnthropicHeaders withoutToken() {
        return new AnthropicHeaders(betaFlags, version, betaQuery, null);
    }
}

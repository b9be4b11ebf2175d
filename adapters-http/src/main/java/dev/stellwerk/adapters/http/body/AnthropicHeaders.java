package dev.stellwerk.adapters.http.body;

import org.jspecify.annotations.Nullable;

/**
 * What a client says to Anthropic's API outside of the body.
 *
 * @param betaFlags the features in trial that it asks for, separated by commas; empty for none
 * @param version of the API that it speaks; null when it does not say
 * @param betaQuery it asked for the API in trial by the query, too
 */
public record AnthropicHeaders(String betaFlags, @Nullable String version, boolean betaQuery) {
    public static final AnthropicHeaders NONE = new AnthropicHeaders("", null, false);

    public static AnthropicHeaders ofFlags(String betaFlags) {
        return new AnthropicHeaders(betaFlags, null, false);
    }
}

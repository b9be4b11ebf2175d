package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a message's usage, all of which clients expect.
 *
 * @param input tokens that were neither read from a cache nor written to one
 */
record UsageFigures(long input, long cacheWritten, long cacheRead, long output) {

    /**
     * Of what a chat completion used.
     *
     * @param prompt tokens of all of the prompt
     * @param told as the upstream told it; null when it did not
     */
    static UsageFigures of(long prompt, long output, @Nullable JsonMembers told) {
        JsonMembers details = told == null ? null : told.objectOf("prompt_tokens_details");
        long read = part(details, "cached_tokens", prompt);
        long written = part(details, "cache_creation_tokens", prompt - read);
        return new UsageFigures(prompt - read - written, written, read, output);
    }

    private static long part(@Nullable JsonMembers details, String name, long most) {
        long tokens = details == null ? 0 : details.wholeOr(name, 0);
        return Math.clamp(tokens, 0, most);
    }

    String json() {
        return "{\"input_tokens\":" + input + ",\"cache_creation_input_tokens\":" + cacheWritten
                + ",\"cache_read_input_tokens\":" + cacheRead + ",\"output_tokens\":" + output + "}";
    }
}

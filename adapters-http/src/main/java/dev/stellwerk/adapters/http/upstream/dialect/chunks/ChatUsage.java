package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import dev.stellwerk.adapters.http.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * What a chat completion used.
 *
 * @param prompt tokens of all of the prompt
 * @param cacheRead those of them that came from a cache
 * @param cacheWritten those of them that went to one
 * @param reasoning those of the completion that were thought and not said
 */
public record ChatUsage(long prompt, long completion, long cacheRead, long cacheWritten, long reasoning) {

    /**
     * The figures, with the details as the upstream told them.
     *
     * @param told null when it told nothing
     */
    public static ChatUsage of(long prompt, long completion, @Nullable JsonMembers told) {
        JsonMembers details = told == null ? null : told.objectOf("prompt_tokens_details");
        JsonMembers produced = told == null ? null : told.objectOf("completion_tokens_details");
        long read = part(details, "cached_tokens", prompt);
        long written = part(details, "cache_creation_tokens", prompt - read);
        return new ChatUsage(prompt, completion, read, written, part(produced, "reasoning_tokens", completion));
    }

    private static long part(@Nullable JsonMembers details, String name, long most) {
        long tokens = details == null ? 0 : details.wholeOr(name, 0);
        return Math.clamp(tokens, 0, Math.max(0, most));
    }
}

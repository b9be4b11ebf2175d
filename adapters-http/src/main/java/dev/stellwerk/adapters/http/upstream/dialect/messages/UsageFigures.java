package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.upstream.dialect.chunks.ChatUsage;

/** The figures of a message's usage, all of which clients expect. */
final class UsageFigures {
    private UsageFigures() {}

    static String json(ChatUsage used) {
        long input =
                used.prompt() - used.cacheRead() - used.cacheWritten(); // neither read from a cache nor written to one
        return "{\"input_tokens\":" + input + ",\"cache_creation_input_tokens\":" + used.cacheWritten()
                + ",\"cache_read_input_tokens\":" + used.cacheRead() + ",\"output_tokens\":" + used.completion() + "}";
    }
}

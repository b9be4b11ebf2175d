package dev.stellwerk.adapters.http.upstream.answer;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.domain.usage.Billed;
import dev.stellwerk.domain.usage.TokenKinds;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what an upstream says it used. What cannot be true is as good as not said. */
public final class UsageReader {
    /** More tokens than any call has. */
    private static final long TOKENS_MAX = 1_000_000_000;

    /** Bytes of text that make about one token. */
    public static final int BYTES_PER_TOKEN = 4;

    private UsageReader() {}

    public static Optional<TokenUsage> read(@Nullable JsonMembers usage) {
        if (usage == null) {
            return Optional.empty();
        }
        long prompt = tokens(usage, "prompt_tokens", "input_tokens");
        long completion = tokens(usage, "completion_tokens", "output_tokens");
        if (prompt < 0 && completion < 0) {
            prompt = tokens(usage, "total_tokens", "total_tokens");
        }
        if (prompt < 0) {
            return Optional.empty();
        }
        boolean completionSaid = usage.find("completion_tokens") >= 0 || usage.find("output_tokens") >= 0;
        if (completion < 0 && completionSaid) {
            return Optional.empty();
        }
        return Optional.of(detailed(usage, prompt, Math.max(0, completion)));
    }

    private static TokenUsage detailed(JsonMembers usage, long prompt, long completion) {
        JsonMembers input = details(usage, "prompt_tokens_details", "input_tokens_details", "input_token_details");
        JsonMembers output =
                details(usage, "completion_tokens_details", "output_tokens_details", "output_token_details");
        long read = some(usage, input, "cached_tokens", "prompt_cache_hit_tokens", "cache_read_input_tokens");
        long written = some(usage, input, "cache_creation_tokens", "cache_creation_input_tokens", "cache_write_tokens");
        TokenKinds kinds = input == null && output == null
                ? TokenKinds.TEXT
                : new TokenKinds(
                        some(input, "audio_tokens"),
                        some(input, "image_tokens"),
                        some(output, "reasoning_tokens"),
                        some(output, "audio_tokens"),
                        some(output, "image_tokens"));
        long total = tokens(usage, "total_tokens", "total_tokens");
        boolean thoughtApart = kinds.reasoning() > 0 && total == prompt + completion + kinds.reasoning();
        return new TokenUsage(
                prompt,
                thoughtApart ? completion + kinds.reasoning() : completion,
                read,
                written,
                0,
                kinds,
                Billed.TOKENS);
    }

    /** The tier in which an answer says that it was served; null for the usual one. */
    public static @Nullable String serviceTier(JsonMembers answer) {
        String tier = answer.textOf("service_tier");
        return tier == null || tier.equals("default") || tier.equals("standard") || tier.equals("auto") ? null : tier;
    }

    /** Most answers detail nothing but zeros; those are not looked into. */
    private static @Nullable JsonMembers details(JsonMembers usage, String... names) {
        for (String name : names) {
            int index = usage.findPresent(name);
            if (index >= 0) {
                return usage.kind(index) == Kind.OBJECT && holdsFigure(usage, index) ? usage.objectOf(name) : null;
            }
        }
        return null;
    }

    private static boolean holdsFigure(JsonMembers usage, int index) {
        byte[] bytes = usage.bytes();
        for (int at = usage.valueStart(index); at < usage.valueEnd(index); at++) {
            if (bytes[at] >= '1' && bytes[at] <= '9') {
                return true;
            }
        }
        return false;
    }

    private static long some(@Nullable JsonMembers details, String name) {
        long tokens = details == null ? 0 : details.wholeOr(name, 0);
        return tokens > TOKENS_MAX ? 0 : tokens;
    }

    /** A figure of the prompt's details, or one that stands beside them. */
    private static long some(
            JsonMembers usage, @Nullable JsonMembers details, String name, String beside, String other) {
        long detailed = some(details, name);
        long outside = detailed == 0 ? some(usage, beside) : 0;
        return detailed + (detailed + outside == 0 ? some(usage, other) : outside);
    }

    /** The first that is there; -1 when neither is a possible number of tokens. */
    private static long tokens(JsonMembers usage, String name, String otherName) {
        long tokens = usage.wholeOr(usage.findPresent(name) >= 0 ? name : otherName, -1);
        return tokens > TOKENS_MAX ? -1 : tokens;
    }
}

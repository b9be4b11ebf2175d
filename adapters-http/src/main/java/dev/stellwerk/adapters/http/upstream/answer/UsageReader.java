package dev.stellwerk.adapters.http.upstream.answer;

import dev.stellwerk.adapters.http.json.JsonMembers;
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
        return Optional.of(new TokenUsage(prompt, Math.max(0, completion)));
    }

    /** The first that is there; -1 when neither is a possible number of tokens. */
    private static long tokens(JsonMembers usage, String name, String otherName) {
        long tokens = usage.wholeOr(usage.findPresent(name) >= 0 ? name : otherName, -1);
        return tokens > TOKENS_MAX ? -1 : tokens;
    }
}

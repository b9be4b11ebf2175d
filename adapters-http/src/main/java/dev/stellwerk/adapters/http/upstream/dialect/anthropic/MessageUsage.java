package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.domain.usage.Billed;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a message's usage. Later reports replace earlier ones, figure by figure: they are sums, not additions.
 * Belongs to one answer.
 */
public final class MessageUsage {
    private static final long TOKENS_MAX = 1_000_000_000;

    private long input = -1;
    private long output = -1;
    private long written;
    private long writtenForLong;
    private long read;
    private long thinking = -1;
    private long searches;
    private @Nullable String tier;

    public void take(@Nullable JsonMembers usage) {
        if (usage == null) {
            return;
        }
        input = figure(usage, "input_tokens", input);
        output = figure(usage, "output_tokens", output);
        written = figure(usage, "cache_creation_input_tokens", written);
        read = figure(usage, "cache_read_input_tokens", read);
        JsonMembers creation = usage.objectOf("cache_creation");
        if (creation != null) {
            writtenForLong = figure(creation, "ephemeral_1h_input_tokens", writtenForLong);
        }
        JsonMembers servers = usage.objectOf("server_tool_use");
        if (servers != null) {
            searches = figure(servers, "web_search_requests", searches);
        }
        String told = UsageReader.serviceTier(usage);
        tier = told == null ? tier : told;
        JsonMembers details = usage.objectOf("output_tokens_details");
        if (details != null) {
            thinking = figure(details, "thinking_tokens", thinking);
        }
    }

    private static long figure(JsonMembers usage, String name, long before) {
        long said = usage.wholeOr(name, -1);
        return said < 0 || said > TOKENS_MAX ? before : said;
    }

    /**
     * What was used, as the upstream says; estimates stand in for what it does not say.
     *
     * @param promptEstimate tokens of the prompt
     * @param outputEstimate tokens of what was seen of the answer
     */
    public TokenUsage tokens(long promptEstimate, long outputEstimate) {
        long prompt = input < 0 ? promptEstimate : input + written + read;
        return new TokenUsage(prompt, output < 0 ? outputEstimate : output, read, written, writtenForLong)
                .with(Billed.of(tier, searches));
    }

    /** The same as chat completions tell it. */
    Map<String, @Nullable Object> asChat(TokenUsage tokens) {
        var usage = new LinkedHashMap<String, @Nullable Object>();
        usage.put("prompt_tokens", tokens.promptTokens());
        usage.put("completion_tokens", tokens.completionTokens());
        usage.put("total_tokens", tokens.total());
        usage.put("prompt_tokens_details", Values.of("cached_tokens", read, "cache_creation_tokens", written));
        usage.put("cache_creation_input_tokens", written);
        usage.put("cache_read_input_tokens", read);
        if (thinking >= 0) {
            usage.put("completion_tokens_details", Values.of("reasoning_tokens", thinking));
        }
        return usage;
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.Billed;
import dev.stellwerk.domain.usage.TokenKinds;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a whole answer used: what its upstream says, and the things that are counted instead of tokens. */
final class AnswerUsage {
    private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(1_000_000);
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{1,4})x([1-9][0-9]{1,4})");
    private static final byte[] SEARCH = "\"web_search_call\"".getBytes(StandardCharsets.US_ASCII);

    private AnswerUsage() {}

    /**
     * What is charged for, whether the upstream counts or not.
     *
     * @param product the member that a client waits for; -1 when there is none
     */
    static Optional<TokenUsage> of(OutgoingCall call, JsonMembers answer, int product) {
        TokenUsage said = UsageReader.read(answer.objectOf("usage")).orElse(null);
        if (said == null && call.type() == CallType.RESPONSES && isUnfinished(answer)) {
            return Optional.empty();
        }
        return switch (call.type()) {
            case CHAT, TEXT_COMPLETION, RESPONSES -> {
                TokenUsage used = said == null ? estimated(call, answer, product) : said;
                yield Optional.of(
                        used.with(Billed.of(UsageReader.serviceTier(answer), searches(call, answer, product))));
            }
            case EMBEDDING -> Optional.of(read(call, said));
            case IMAGE -> Optional.of(drawn(call, said, answer.elements(product).length / 2));
            case TRANSCRIPTION -> heard(said, answer);
            case RERANK -> Optional.of(read(call, said).with(Billed.queries(queries(answer))));
            case STORED_RESPONSE -> // for whoever has not paid it yet
                Optional.ofNullable(said)
                        .map(used -> used.with(Billed.of(
                                UsageReader.serviceTier(answer),
                                searches(call, answer, answer.findPresent("output")))));
            case SPEECH, MODERATION, TOKEN_COUNT -> Optional.ofNullable(said);
        };
    }

    /** Whether the model goes on working in the background, so that nobody knows yet what it will use. */
    private static boolean isUnfinished(JsonMembers answer) {
        String status = answer.textOf("status");
        return "queued".equals(status) || "in_progress".equals(status);
    }

    private static TokenUsage read(OutgoingCall call, @Nullable TokenUsage said) {
        return said == null ? new TokenUsage(call.promptTokens(), 0) : said;
    }

    private static TokenUsage estimated(OutgoingCall call, JsonMembers answer, int product) {
        int produced = product < 0 ? 0 : answer.valueEnd(product) - answer.valueStart(product);
        return new TokenUsage(call.promptTokens(), produced / UsageReader.BYTES_PER_TOKEN);
    }

    /** Searches that the model asked for; where they cost nothing nobody counts. */
    private static int searches(OutgoingCall call, JsonMembers answer, int product) {
        var price = call.facts().price();
        if (price == null || price.units().perWebSearch() == null || product < 0) {
            return 0;
        }
        int count = 0;
        int from = answer.valueStart(product);
        int to = answer.valueEnd(product) - SEARCH.length;
        byte[] bytes = answer.bytes();
        for (int at = from; at <= to; at++) {
            if (bytes[at] == '"' && Arrays.equals(bytes, at, at + SEARCH.length, SEARCH, 0, SEARCH.length)) {
                count++;
            }
        }
        return count;
    }

    /** What was made are pictures, unless the upstream tells the tokens of text from those of pictures. */
    private static TokenUsage drawn(OutgoingCall call, @Nullable TokenUsage said, int images) {
        Billed pieces = Billed.images(images, images * pixels(call));
        if (said == null) {
            return TokenUsage.NONE.with(pieces);
        }
        TokenKinds kinds = said.kinds();
        long made = kinds.imageOutput() == 0 ? said.completionTokens() : kinds.imageOutput();
        return new TokenUsage(
                said.promptTokens(),
                said.completionTokens(),
                said.cacheReadTokens(),
                said.cacheWriteTokens(),
                0,
                new TokenKinds(kinds.audioInput(), kinds.imageInput(), 0, 0, made),
                pieces);
    }

    /** Of one picture, as it was asked for; 0 when the request does not say. */
    private static long pixels(OutgoingCall call) {
        if (!(call.body() instanceof RequestBody request)
                || request.fields().kind("size") != Kind.STRING
                || request.fields().bytesOf("size") > 16) {
            return 0;
        }
        Matcher size = SIZE.matcher(String.valueOf(request.fields().tree("size")));
        return size.matches() ? Long.parseLong(size.group(1)) * Long.parseLong(size.group(2)) : 0;
    }

    private static Optional<TokenUsage> heard(@Nullable TokenUsage said, JsonMembers answer) {
        JsonMembers usage = answer.objectOf("usage");
        BigDecimal told = usage == null ? null : seconds(usage, "seconds");
        BigDecimal seconds = told == null ? seconds(answer, "duration") : told;
        if (seconds == null) {
            return Optional.ofNullable(said);
        }
        return Optional.of((said == null ? TokenUsage.NONE : said).with(Billed.seconds(seconds)));
    }

    /** Some write the number as a text. */
    private static @Nullable BigDecimal seconds(JsonMembers holder, String name) {
        int index = holder.findPresent(name);
        if (index < 0 || (holder.kind(index) != Kind.NUMBER && holder.kind(index) != Kind.STRING)) {
            return null;
        }
        String text = holder.kind(index) == Kind.STRING ? holder.text(index) : holder.source(index);
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,12})?")) {
            return null;
        }
        return new BigDecimal(text).min(SECONDS_MAX);
    }

    /** As billed; an upstream that does not say has answered one. */
    private static long queries(JsonMembers answer) {
        JsonMembers meta = answer.objectOf("meta");
        JsonMembers units = meta == null ? null : meta.objectOf("billed_units");
        long told = units == null ? 1 : units.wholeOr("search_units", 1);
        return Math.clamp(told, 0, 1_000_000);
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.AnthropicErrors;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.MessageUsage;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.stream.EventReader;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * A message's events, as they come but for the name of the model in the first. The opening and what only keeps the
 * connection alive commit to nothing: a failure right behind them is that of the attempt.
 */
final class NativeEvents implements StreamRewriter {
    private static final byte[] NAME = "event: ".getBytes(US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    /** About what stands around the words of a delta. */
    private static final int DELTA_FRAME = 80;

    private final OutgoingCall call;
    private final MessageUsage usage = new MessageUsage();
    private long producedBytes;
    private boolean begun;
    private boolean told; // how much was used in the end
    private boolean done;
    private boolean failureTold;
    private @Nullable String requestId;

    NativeEvents(OutgoingCall call) {
        this.call = call;
    }

    @Override
    public @Nullable UpstreamFailure accept(EventReader event, Output out) {
        if (event.isLastWord()) {
            return null; // some relays say it, which no client of this API expects
        }
        try {
            return accept(
                    event, JsonMembers.of(event.bytes(), event.dataStart(), event.dataEnd(), Integer.MAX_VALUE), out);
        } catch (MalformedJson _) {
            return Failures.unusable("the upstream's stream holds an event that is not JSON");
        }
    }

    private @Nullable UpstreamFailure accept(EventReader event, JsonMembers members, Output out) {
        String type = members.textOf("type");
        switch (type == null ? "error" : type) {
            case "message_start" -> {
                start(event, members, out);
                return null;
            }
            case "ping" -> {}
            case "content_block_delta" -> {
                begun = true;
                producedBytes += Math.max(0, event.dataEnd() - event.dataStart() - DELTA_FRAME);
            }
            case "message_delta" -> {
                begun = true;
                told = true;
                usage.take(members.objectOf("usage"));
            }
            case "message_stop" -> {
                begun = true;
                done = true;
            }
            case "error" -> {
                ErrorWords words = ErrorWords.in(members);
                if (words == null) {
                    return Failures.unusable("the upstream's stream holds an event without a type");
                }
                requestId = NativeMessages.requestId(members);
                if (type != null) {
                    failureTold = true;
                    pass(event, out);
                }
                return AnthropicErrors.told(words, call.endpoint());
            }
            default -> begun = true;
        }
        pass(event, out);
        return null;
    }

    private void start(EventReader event, JsonMembers members, Output out) {
        JsonMembers message = members.objectOf("message");
        if (message != null) {
            usage.take(message.objectOf("usage"));
        }
        String model = call.wish().model();
        int at = message == null || model == null ? -1 : message.find("model");
        if (message == null || model == null || at < 0) {
            pass(event, out);
            return;
        }
        begin(event, out);
        out.add(event.bytes(), event.dataStart(), message.valueStart(at))
                .add(JsonText.quoted(model))
                .add(event.bytes(), message.valueEnd(at), event.dataEnd())
                .add(END);
    }

    private static void pass(EventReader event, Output out) {
        begin(event, out);
        out.add(event.bytes(), event.dataStart(), event.dataEnd()).add(END);
    }

    private static void begin(EventReader event, Output out) {
        byte[] name = event.name();
        if (name != null) {
            out.add(NAME).add(name).add('\n');
        }
        out.add(DATA);
    }

    @Override
    public boolean begun() {
        return begun;
    }

    @Override
    public boolean finished() {
        return done;
    }

    @Override
    public boolean endOfBody(Output out) {
        return done;
    }

    @Override
    public @Nullable String requestId() {
        return requestId;
    }

    @Override
    public boolean failureTold() {
        return failureTold;
    }

    @Override
    public TokenUsage usage() {
        long produced = (producedBytes + UsageReader.BYTES_PER_TOKEN - 1) / UsageReader.BYTES_PER_TOKEN;
        TokenUsage said = usage.tokens(call.promptTokens(), produced);
        return told || said.completionTokens() >= produced
                ? said
                : said.withCompletion(produced); // the opening tells of the first token alone
    }
}

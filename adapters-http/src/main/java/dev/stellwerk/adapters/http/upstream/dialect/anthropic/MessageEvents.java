package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.stream.EventReader;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * A message's events, as the chunks of a chat completion. The opening, which is sent before anything is thought of,
 * commits to nothing: a failure right behind it is that of the attempt.
 */
final class MessageEvents implements StreamRewriter {
    private final OutgoingCall call;
    private final ChunkWriter chunks;
    private final StreamedBlocks blocks;
    private final MessageUsage usage = new MessageUsage();
    private long producedBytes;
    private boolean opened;
    private boolean begun;
    private boolean closed; // the reason of the end is told
    private boolean done;

    MessageEvents(OutgoingCall call, long createdSeconds) {
        this.call = call;
        this.chunks = new ChunkWriter(call.wish(), createdSeconds);
        this.blocks = new StreamedBlocks(chunks, AnswerFormat.asTool(call));
    }

    @Override
    public @Nullable UpstreamFailure accept(EventReader event, Output out) {
        if (event.isLastWord()) {
            return null; // some relays say it, too
        }
        try {
            return accept(JsonMembers.of(event.bytes(), event.dataStart(), event.dataEnd(), Integer.MAX_VALUE), out);
        } catch (MalformedJson _) {
            return Failures.unusable("the upstream's stream holds an event that is not JSON");
        }
    }

    private @Nullable UpstreamFailure accept(JsonMembers event, Output out) {
        String type = event.textOf("type");
        switch (type == null ? "error" : type) {
            case "message_start" -> start(event.objectOf("message"), out);
            case "content_block_start" -> {
                begin(out);
                blocks.start(event.objectOf("content_block"), out);
            }
            case "content_block_delta" -> {
                begin(out);
                producedBytes += blocks.add(event.objectOf("delta"), out);
            }
            case "content_block_stop" -> {
                begin(out);
                blocks.stop(out);
            }
            case "message_delta" -> {
                begin(out);
                usage.take(event.objectOf("usage"));
                JsonMembers delta = event.objectOf("delta");
                String reason = delta == null ? null : delta.textOf("stop_reason");
                if (reason != null) {
                    close(reason, out);
                }
            }
            case "message_stop" -> end(out);
            case "error" -> {
                ErrorWords words = ErrorWords.in(event);
                return words == null
                        ? Failures.unusable("the upstream's stream holds an event without a type")
                        : AnthropicErrors.told(words, call.endpoint());
            }
            default -> {} // ping, and what will be thought of yet
        }
        return null;
    }

    private void start(@Nullable JsonMembers message, Output out) {
        if (!opened) {
            opened = true;
            if (message != null) {
                usage.take(message.objectOf("usage"));
            }
            chunks.open(
                    message == null ? null : message.textOf("id"),
                    message == null ? null : message.textOf("model"),
                    out);
        }
    }

    private void begin(Output out) {
        start(null, out);
        begun = true;
    }

    private void close(@Nullable String reason, Output out) {
        if (!closed) {
            closed = true;
            chunks.finish(StopReason.asFinish(reason, blocks.calls() > 0), out);
        }
    }

    private void end(Output out) {
        begin(out);
        close(null, out);
        done = true;
        chunks.end(call.wish().usageWanted() ? JsonText.written(usage.asChat(usage())) : null, out);
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
    public TokenUsage usage() {
        long produced = (producedBytes + UsageReader.BYTES_PER_TOKEN - 1) / UsageReader.BYTES_PER_TOKEN;
        TokenUsage told = usage.tokens(call.promptTokens(), produced);
        return closed || told.completionTokens() >= produced
                ? told
                : told.withCompletion(produced); // the opening tells of the first token alone
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.StopReason;
import dev.stellwerk.adapters.http.upstream.dialect.messages.BlockWriter.Block;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.stream.ChunkReader;
import dev.stellwerk.adapters.http.upstream.stream.EventReader;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a chat completion as the events of a message. The provider's own dialect makes the chunks; the opening,
 * as there, commits to nothing.
 */
final class MessageEventRewriter implements StreamRewriter {
    private final StreamRewriter chat;
    private final long promptTokens;
    private final Output chunks = new Output();
    private final StreamedCalls content;
    private @Nullable String finish;
    private @Nullable UsageFigures usage;
    private boolean opened;
    private boolean done;

    /**
     * @param chat makes the chunks
     * @param request what the client sent
     */
    MessageEventRewriter(StreamRewriter chat, JsonMembers request, long promptTokens) {
        this.chat = chat;
        this.promptTokens = promptTokens;
        this.content = new StreamedCalls(request);
    }

    @Override
    public @Nullable UpstreamFailure accept(EventReader event, Output out) {
        UpstreamFailure failure = chat.accept(event, chunks);
        takeChunks(out);
        return failure == null && content.tooMany()
                ? Failures.unusable("the upstream's tool calls come in an order in which they cannot be told")
                : failure;
    }

    private void takeChunks(Output out) {
        if (chunks.size() > 0) {
            ChunkReader.forEach(chunks, chunk -> take(chunk, out));
            chunks.clear();
        }
    }

    /** Takes one chunk; null is the last word. */
    private void take(@Nullable JsonMembers chunk, Output out) {
        if (chunk == null) {
            end(out);
            return;
        }
        open(chunk, out);
        JsonMembers told = chunk.objectOf("usage");
        if (told != null) {
            usage = UsageFigures.of(
                    told.wholeOr("prompt_tokens", promptTokens), told.wholeOr("completion_tokens", 0), told);
        }
        int list = chunk.findPresent("choices");
        int[] ranges = list < 0 ? new int[0] : chunk.elements(list);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers choice = JsonMembers.within(chunk.bytes(), ranges[pair], ranges[pair + 1]);
            if (choice != null && choice.wholeOr("index", 0) == 0) { // a message has no alternatives
                takeChoice(choice, out);
            }
        }
    }

    private void takeChoice(JsonMembers choice, Output out) {
        JsonMembers delta = choice.objectOf("delta");
        if (delta != null) {
            say(Block.THOUGHT, delta, MessageOfChat.text(delta, "reasoning_content", "reasoning"), out);
            say(Block.TEXT, delta, MessageOfChat.text(delta, "content", "refusal"), out);
            int calls = delta.findPresent("tool_calls");
            if (calls >= 0) {
                content.add(delta, calls, out);
            }
        }
        String reason = choice.textOf("finish_reason");
        finish = reason == null ? finish : reason;
    }

    private void say(Block kind, JsonMembers delta, int index, Output out) {
        if (index >= 0) {
            content.say(kind, delta, index, out);
        }
    }

    private void open(@Nullable JsonMembers chunk, Output out) {
        if (opened) {
            return;
        }
        opened = true;
        String own = chunk == null ? null : chunk.textOf("id");
        String model = chunk == null ? null : chunk.textOf("model");
        String id = own == null || own.isEmpty() ? "msg" : own;
        content.answerId(id);
        out.add("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":".getBytes(US_ASCII))
                .add(JsonText.quoted(id))
                .add(",\"type\":\"message\",\"role\":\"assistant\",\"model\":".getBytes(US_ASCII))
                .add(JsonText.quoted(model == null ? "" : model))
                .add((",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
                                + new UsageFigures(promptTokens, 0, 0, 0).json() + "}}\n\n")
                        .getBytes(US_ASCII));
    }

    private void end(Output out) {
        if (done) {
            return;
        }
        done = true;
        open(null, out);
        content.end(out);
        TokenUsage counted = chat.usage();
        UsageFigures figures =
                usage == null ? UsageFigures.of(counted.promptTokens(), counted.completionTokens(), null) : usage;
        out.add(("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
                        + StopReason.ofFinish(finish, content.any()) + "\",\"stop_sequence\":null},\"usage\":"
                        + figures.json() + "}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
                .getBytes(US_ASCII));
    }

    @Override
    public boolean begun() {
        return chat.begun();
    }

    @Override
    public boolean finished() {
        return done;
    }

    @Override
    public boolean endOfBody(Output out) {
        boolean complete = chat.endOfBody(chunks);
        takeChunks(out);
        if (complete) {
            end(out);
        }
        return complete;
    }

    @Override
    public TokenUsage usage() {
        return chat.usage();
    }
}

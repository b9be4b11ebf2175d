package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.stream.EventReader;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a chat completion as the events of another API. The provider's own dialect makes the chunks; the opening,
 * as there, commits to nothing.
 */
public final class ChunkTranslator implements StreamRewriter {
    private final StreamRewriter chat;
    private final AnswerEvents events;
    private final long promptTokens;
    private final Output chunks = new Output();
    private final StreamedCalls content;
    private @Nullable String finish;
    private @Nullable ChatUsage usage;
    private boolean opened;
    private boolean done;

    /**
     * For one stream.
     *
     * @param chat makes the chunks
     * @param events writes what becomes of them
     */
    public ChunkTranslator(StreamRewriter chat, AnswerEvents events, long promptTokens) {
        this.chat = chat;
        this.events = events;
        this.promptTokens = promptTokens;
        this.content = new StreamedCalls(events);
    }

    @Override
    public @Nullable UpstreamFailure accept(EventReader event, Output out) {
        UpstreamFailure failure = chat.accept(event, chunks);
        takeChunks(out);
        return failure == null && (content.tooMany() || events.tooLong())
                ? Failures.unusable("the upstream's stream has more than can be kept of it")
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
            usage = ChatUsage.of(
                    told.wholeOr("prompt_tokens", promptTokens), told.wholeOr("completion_tokens", 0), told);
        }
        int list = chunk.findPresent("choices");
        int[] ranges = list < 0 ? new int[0] : chunk.elements(list);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers choice = JsonMembers.within(chunk.bytes(), ranges[pair], ranges[pair + 1]);
            if (choice != null && choice.wholeOr("index", 0) == 0) { // the answer has no alternatives
                takeChoice(choice, out);
            }
        }
    }

    private void takeChoice(JsonMembers choice, Output out) {
        JsonMembers delta = choice.objectOf("delta");
        if (delta != null) {
            say(Block.THOUGHT, delta, MessageText.thought(delta), out);
            say(Block.TEXT, delta, MessageText.find(delta, "content"), out);
            say(Block.REFUSAL, delta, MessageText.find(delta, "refusal"), out);
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
        if (!opened) {
            opened = true;
            String own = chunk == null ? null : chunk.textOf("id");
            String id = own == null || own.isEmpty() ? "msg" : own;
            content.answerId(id);
            events.open(id, chunk == null ? null : chunk.textOf("model"), out);
        }
    }

    private void end(Output out) {
        if (!done) {
            done = true;
            open(null, out);
            content.end(out);
            TokenUsage counted = chat.usage();
            ChatUsage used =
                    usage == null ? ChatUsage.of(counted.promptTokens(), counted.completionTokens(), null) : usage;
            events.end(finish, content.any(), used, out);
        }
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

package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.stream.EventReader;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream of text completions as one of a chat: each chunk is translated, then goes the way of every chat's chunks. */
final class CompletionRewriter implements StreamRewriter {
    private final ChunkRewriter chunks;

    CompletionRewriter(ChunkRewriter chunks) {
        this.chunks = chunks;
    }

    @Override
    public @Nullable UpstreamFailure accept(EventReader event, Output out) {
        if (event.isLastWord()) {
            return chunks.accept(event, out);
        }
        try {
            JsonMembers completion =
                    JsonMembers.of(event.bytes(), event.dataStart(), event.dataEnd(), Integer.MAX_VALUE);
            return chunks.accept(completion.find("choices") < 0 ? completion : translated(completion), out);
        } catch (MalformedJson _) {
            return Failures.unusable("the upstream's stream holds an event that is not JSON");
        }
    }

    private static JsonMembers translated(JsonMembers completion) throws MalformedJson {
        Map<String, @Nullable Object> chunk = CompletionsDialect.members(completion);
        chunk.put("object", "chat.completion.chunk");
        chunk.put("choices", CompletionChoices.asDeltas(chunk.get("choices")));
        return JsonMembers.of(JsonText.written(chunk));
    }

    @Override
    public boolean begun() {
        return chunks.begun();
    }

    @Override
    public boolean finished() {
        return chunks.finished();
    }

    @Override
    public boolean endOfBody(Output out) {
        return chunks.endOfBody(out);
    }

    @Override
    public TokenUsage usage() {
        return chunks.usage();
    }
}

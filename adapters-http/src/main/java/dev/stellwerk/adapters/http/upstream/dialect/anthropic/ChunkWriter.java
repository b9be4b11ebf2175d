package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import org.jspecify.annotations.Nullable;

/** Writes the chunks of one stream. Texts go over as the bytes in which they came. */
final class ChunkWriter {
    private static final byte[] OPEN = "{".getBytes(US_ASCII);
    private static final byte[] UNFINISHED = "},\"finish_reason\":null}]}\n\n".getBytes(US_ASCII);

    private final AnswerWish wish;
    private final long createdSeconds;
    private byte[] head = new byte[0];
    private byte[] delta = new byte[0];

    ChunkWriter(AnswerWish wish, long createdSeconds) {
        this.wish = wish;
        this.createdSeconds = createdSeconds;
    }

    /** Writes the first chunk, which says who speaks. Every chunk begins alike from now on. */
    void open(@Nullable String id, @Nullable String upstreamModel, Output out) {
        String model = wish.model() == null ? upstreamModel : wish.model();
        var begin = new Output();
        begin.add("data: {\"id\":".getBytes(US_ASCII))
                .add(JsonText.quoted(id == null ? "chatcmpl-" + createdSeconds : id))
                .add((",\"object\":\"chat.completion.chunk\",\"created\":" + createdSeconds + ",\"model\":")
                        .getBytes(US_ASCII))
                .add(JsonText.quoted(model == null ? "" : model));
        head = begin.bytes();
        delta = begin.add(",\"choices\":[{\"index\":0,\"delta\":".getBytes(US_ASCII))
                .bytes();
        delta("\"role\":\"assistant\",\"content\":\"\"", out);
    }

    /** A chunk with these members. */
    void delta(String members, Output out) {
        out.add(delta).add(OPEN).add(members.getBytes(UTF_8)).add(UNFINISHED);
    }

    /** A chunk whose value came with the event. */
    void delta(String before, JsonMembers event, int value, String after, Output out) {
        out.add(delta)
                .add(OPEN)
                .add(before.getBytes(US_ASCII))
                .add(event.bytes(), event.valueStart(value), event.valueEnd(value))
                .add(after.getBytes(US_ASCII))
                .add(UNFINISHED);
    }

    void finish(String reason, Output out) {
        out.add(delta).add(("{},\"finish_reason\":\"" + reason + "\"}]}\n\n").getBytes(US_ASCII));
    }

    /** The last words: the usage, if it is wanted, and that there is no more. */
    void end(byte @Nullable [] usage, Output out) {
        if (usage != null) {
            String choices = wish.usageWithoutChoices() ? "" : "{\"index\":0,\"delta\":{}}";
            out.add(head)
                    .add((",\"choices\":[" + choices + "],\"usage\":").getBytes(US_ASCII))
                    .add(usage)
                    .add("}\n\n".getBytes(US_ASCII));
        }
        out.add("data: [DONE]\n\n".getBytes(US_ASCII));
    }
}

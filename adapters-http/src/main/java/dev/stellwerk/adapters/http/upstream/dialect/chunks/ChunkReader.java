package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the chunks that a rewriter of ours has written: one line of data for each. */
final class ChunkReader {
    private static final int MARK = "data: ".length();

    private ChunkReader() {}

    /**
     * Goes through what has been written.
     *
     * @param use takes each chunk, which holds as long as nothing more is written; null is the last word
     */
    static void forEach(Output chunks, Consumer<@Nullable JsonMembers> use) {
        byte[] bytes = chunks.array();
        int size = chunks.size();
        int from = 0;
        while (from < size) {
            int end = from;
            while (end < size && bytes[end] != '\n') {
                end++;
            }
            int data = from + MARK;
            if (end > data) { // else the blank line behind a chunk
                use.accept(bytes[data] == '[' ? null : chunk(bytes, data, end));
            }
            from = end + 1;
        }
    }

    private static JsonMembers chunk(byte[] bytes, int from, int to) {
        try {
            return JsonMembers.of(bytes, from, to, Integer.MAX_VALUE);
        } catch (MalformedJson impossible) {
            throw new IllegalStateException("a chunk of our own cannot be read", impossible);
        }
    }
}

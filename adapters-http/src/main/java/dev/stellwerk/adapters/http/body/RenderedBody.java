package dev.stellwerk.adapters.http.body;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A body ready to be sent, put together from pieces of other bytes; can be written more than once. */
public final class RenderedBody {
    private static final int PIECES_AT_FIRST = 8;

    private final String contentType;
    private byte[][] sources = new byte[PIECES_AT_FIRST][];
    private int[] ranges = new int[2 * PIECES_AT_FIRST];
    private int pieces;
    private long length;

    RenderedBody(String contentType) {
        this.contentType = contentType;
    }

    /** The body of a request that has none. */
    static RenderedBody none() {
        return new RenderedBody("");
    }

    /** A JSON body that was written as a whole. */
    public static RenderedBody ofJson(byte[] json) {
        return new RenderedBody("application/json").add(json, 0, json.length);
    }

    RenderedBody add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    RenderedBody add(byte[] source, int from, int to) {
        if (pieces == sources.length) {
            sources = Arrays.copyOf(sources, 2 * pieces);
            ranges = Arrays.copyOf(ranges, 4 * pieces);
        }
        sources[pieces] = source;
        ranges[2 * pieces] = from;
        ranges[2 * pieces + 1] = to;
        pieces++;
        length += to - from;
        return this;
    }

    /** The pieces of another one, which are not copied. */
    RenderedBody add(RenderedBody other) {
        for (int piece = 0; piece < other.pieces; piece++) {
            add(other.sources[piece], other.ranges[2 * piece], other.ranges[2 * piece + 1]);
        }
        return this;
    }

    /** What it is; empty when there is no body. */
    public String contentType() {
        return contentType;
    }

    /** Length in bytes. */
    public long length() {
        return length;
    }

    /** All of it, copied. For what is small. */
    public byte[] bytes() {
        byte[] all = new byte[Math.toIntExact(length)];
        int at = 0;
        for (int piece = 0; piece < pieces; piece++) {
            int size = ranges[2 * piece + 1] - ranges[2 * piece];
            System.arraycopy(sources[piece], ranges[2 * piece], all, at, size);
            at += size;
        }
        return all;
    }

    public void writeTo(OutputStream out) throws IOException {
        for (int piece = 0; piece < pieces; piece++) {
            int from = ranges[2 * piece];
            out.write(sources[piece], from, ranges[2 * piece + 1] - from);
        }
    }
}

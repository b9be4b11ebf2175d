package dev.stellwerk.adapters.http.upstream.stream;

import dev.stellwerk.application.call.StreamSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes on their way to the client, gathered until they are worth a write. */
public final class Output {
    private static final int FIRST_ROOM = 2 << 10;
    private static final int ROOM_KEPT = 64 << 10;

    private byte[] bytes = new byte[FIRST_ROOM];
    private int size;

    public int size() {
        return size;
    }

    public Output add(byte[] source, int from, int to) {
        int length = to - from;
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
        }
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    public Output add(byte[] source) {
        return add(source, 0, source.length);
    }

    public Output add(char letter) {
        if (bytes.length == size) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        bytes[size++] = (byte) letter;
        return this;
    }

    /** The bytes that have been gathered, up to the {@link #size}, until more are added. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets what has been gathered. */
    public void clear() {
        size = 0;
        if (bytes.length > ROOM_KEPT) {
            bytes = new byte[FIRST_ROOM];
        }
    }

    /** A copy of what has been gathered. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    public void flushTo(StreamSink sink) throws StreamSink.ClientGone {
        if (size > 0) {
            sink.write(bytes, 0, size);
            clear();
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}

package dev.stellwerk.adapters.http.inbound.connection;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, cut where one request ends and the next begins: the server behind us gets a head, then no more
 * than its body, so that each head passes {@link RequestHead} however many are sent in one go.
 */
final class ArrivingBytes {
    private static final int EMPTY_LINES_MAX = 4;
    private static final long UNKNOWN = -1;

    private final Supplier<byte @Nullable []> socket;
    private byte @Nullable [] left; // came behind what was handed out
    private long bodyLeft;

    /** @param socket reads on; null at the end of the connection */
    ArrivingBytes(Supplier<byte @Nullable []> socket) {
        this.socket = socket;
    }

    /** Waits until a request begins; false at the end of the connection. */
    boolean await() {
        if (left == null) {
            left = socket.get();
        }
        return left != null;
    }

    /**
     * The next request's head; null when the connection ends before it is complete.
     *
     * @throws io.helidon.http.RequestException when it cannot be served
     */
    @Nullable
    RequestHead head() {
        byte[] bytes = withoutEmptyLines();
        int end = bytes == null ? -1 : RequestHead.end(bytes, 0);
        while (bytes != null && end < 0) {
            int looked = bytes.length - 1;
            bytes = withMore(bytes);
            end = bytes == null ? -1 : RequestHead.end(bytes, looked);
        }
        if (bytes == null) {
            return null;
        }
        left = end == bytes.length ? null : Arrays.copyOfRange(bytes, end, bytes.length);
        bodyLeft = UNKNOWN;
        return RequestHead.of(end == bytes.length ? bytes : Arrays.copyOf(bytes, end));
    }

    /** Some clients end a body with a line break that they do not count. */
    private byte @Nullable [] withoutEmptyLines() {
        byte[] bytes = left;
        for (int lines = 0; bytes != null && lines < EMPTY_LINES_MAX && bytes[0] == '\r'; lines++) {
            while (bytes != null && bytes.length < 3) {
                bytes = withMore(bytes);
            }
            if (bytes == null || bytes[1] != '\n') {
                return bytes;
            }
            bytes = Arrays.copyOfRange(bytes, 2, bytes.length);
        }
        return bytes;
    }

    private byte @Nullable [] withMore(byte[] bytes) {
        byte[] next = socket.get();
        if (next == null) {
            return null;
        }
        byte[] both = Arrays.copyOf(bytes, bytes.length + next.length);
        System.arraycopy(next, 0, both, bytes.length, next.length);
        return both;
    }

    /** How many bytes belong to the request whose head was handed out; -1 when its chunks tell. */
    void bodyHas(long bytes) {
        bodyLeft = bytes;
    }

    /** Some of the body; null at its end and at the connection's. */
    byte @Nullable [] body() {
        if (bodyLeft == 0) {
            return null;
        }
        byte[] bytes = left == null ? socket.get() : left;
        left = null;
        if (bytes == null || bodyLeft == UNKNOWN) {
            return bytes;
        }
        if (bytes.length <= bodyLeft) {
            bodyLeft -= bytes.length;
            return bytes;
        }
        int mine = (int) bodyLeft;
        bodyLeft = 0;
        left = Arrays.copyOfRange(bytes, mine, bytes.length);
        return Arrays.copyOf(bytes, mine);
    }
}

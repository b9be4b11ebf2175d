package dev.stellwerk.adapters.http.inbound.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's first line says of its version. The server behind us speaks HTTP/1.1 alone, so the head of an
 * HTTP/1.0 request is handed on as one of HTTP/1.1; who asks for HTTP/2 at once is told that it is not to be had.
 */
final class EarlierVersion {
    private static final int LINE_BYTES_MAX = 4_096;
    private static final int HEAD_BYTES_MAX = 16 << 10;
    private static final byte[] CURRENT = " HTTP/1.1\r".getBytes(ISO_8859_1);
    private static final byte[] EARLIER = " HTTP/1.0\r".getBytes(ISO_8859_1);
    private static final byte[] LATER = " HTTP/2.0\r".getBytes(ISO_8859_1);

    /**
     * The bytes to be read in place of those that came.
     *
     * @param earlier the request is one of HTTP/1.0
     */
    record Begun(byte[] bytes, boolean earlier) {}

    private EarlierVersion() {}

    /** Whether these bytes begin with the line of a request of HTTP/1.1, as nearly all do. */
    static boolean current(byte[] bytes) {
        int end = lineFeed(bytes);
        return end >= 0 && endsWith(bytes, end, CURRENT);
    }

    /**
     * Looks at the beginning of a request.
     *
     * @param more reads on; null at the end of the connection
     */
    static Begun look(byte[] first, Supplier<byte @Nullable []> more) {
        byte[] bytes = first;
        int end = lineFeed(bytes);
        while (end < 0 && bytes.length < LINE_BYTES_MAX) {
            byte[] next = more.get();
            if (next == null) {
                return new Begun(bytes, false);
            }
            bytes = joined(bytes, next);
            end = lineFeed(bytes);
        }
        if (end < 0 || endsWith(bytes, end, CURRENT)) {
            return new Begun(bytes, false);
        }
        if (endsWith(bytes, end, LATER)) {
            throw RequestException.builder()
                    .type(DirectHandler.EventType.HTTP_VERSION_NOT_SUPPORTED)
                    .message("HTTP/2 is not spoken here: use HTTP/1.1, or a proxy in between")
                    .setKeepAlive(false)
                    .build();
        }
        return endsWith(bytes, end, EARLIER) ? translated(bytes, end, more) : new Begun(bytes, false);
    }

    private static Begun translated(byte[] begun, int lineEnd, Supplier<byte @Nullable []> more) {
        byte[] bytes = begun;
        int end = headEnd(bytes);
        while (end < 0) {
            byte[] next = bytes.length < HEAD_BYTES_MAX ? more.get() : null;
            if (next == null) {
                return new Begun(bytes, true); // unfinished or too long: refused by whoever reads it
            }
            bytes = joined(bytes, next);
            end = headEnd(bytes);
        }
        byte[] head = translated(new String(bytes, 0, end, ISO_8859_1), lineEnd).getBytes(ISO_8859_1);
        byte[] whole = Arrays.copyOf(head, head.length + bytes.length - end);
        System.arraycopy(bytes, end, whole, head.length, bytes.length - end);
        return new Begun(whole, true);
    }

    /** HTTP/1.0 knows neither chunks nor an expectation, and a {@code Host} only by courtesy. */
    private static String translated(String head, int lineEnd) {
        var text = new StringBuilder(head.length() + 16);
        text.append(head, 0, lineEnd - 2).append("1\r\n");
        boolean host = false;
        for (String line : head.substring(lineEnd + 1).split("\r\n", -1)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("transfer-encoding")) {
                throw RequestException.builder()
                        .type(DirectHandler.EventType.BAD_REQUEST)
                        .status(Status.BAD_REQUEST_400)
                        .message("HTTP/1.0 has no Transfer-Encoding")
                        .setKeepAlive(false)
                        .build();
            }
            host |= lower.startsWith("host:");
            if (!line.isEmpty() && !lower.startsWith("expect:")) {
                text.append(line).append("\r\n");
            }
        }
        return text.append(host ? "\r\n" : "Host: localhost\r\n\r\n").toString();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int lineFeed(byte[] bytes) {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Just behind the empty line; -1 when it has not come yet. */
    private static int headEnd(byte[] bytes) {
        for (int at = 3; at < bytes.length; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n' && bytes[at - 3] == '\r') {
                return at + 1;
            }
        }
        return -1;
    }

    private static boolean endsWith(byte[] bytes, int end, byte[] wanted) {
        int from = end - wanted.length;
        return from >= 0 && Arrays.equals(bytes, from, end, wanted, 0, wanted.length);
    }
}

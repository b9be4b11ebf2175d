package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer, and how its body is framed. The framing is read here, not by the HTTP library, because that one
 * hands out chunks one by one: events that arrived together could not be passed on together.
 *
 * @param head status and headers
 * @param body reads the body by its framing
 * @param keepsAlive whether the connection outlives the answer by what the head says
 */
record ResponseHead(ClassicHttpResponse head, BodyReader body, boolean keepsAlive) {
    /** Interim answers (1xx) before one answer. */
    static final int INTERIM_MAX = 8;

    /** Bytes of one final head, all lines together. */
    static final int HEAD_BYTES_MAX = 64 << 10;

    private static final int HEAD_LINE_MAX = 16 << 10;
    private static final int HEADERS_MAX = 200;

    /** What the library may read of one head: bytes of a line, and lines. */
    static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(HEAD_LINE_MAX)
            .setMaxHeaderCount(HEADERS_MAX)
            .build();

    /** Receives the head of the answer to the request that was sent last. */
    static ResponseHead receive(HttpClientConnection connection) throws IOException, HttpException {
        for (int interim = 0; interim <= INTERIM_MAX; interim++) {
            ClassicHttpResponse head = next(connection);
            int status = head.getCode();
            if (status >= 200) { // which of them are an answer is judged by whoever reads it
                return framed(connection, head);
            }
            if (status < 100 || status == 101) {
                throw new ProtocolException("no status of an answer to a request of ours");
            }
        }
        throw new ProtocolException("interim answers without end");
    }

    private static ClassicHttpResponse next(HttpClientConnection connection) throws IOException, HttpException {
        try {
            ClassicHttpResponse head = connection.receiveResponseHeader();
            if (head == null) {
                throw new ProtocolException("no answer");
            }
            return head;
        } catch (IllegalArgumentException odd) { // the library takes a status of 000 for a mistake of ours
            throw new ProtocolException("no status", odd);
        }
    }

    private static ResponseHead framed(HttpClientConnection connection, ClassicHttpResponse head)
            throws IOException, HttpException {
        checkSize(head);
        String codings = joined(head, "transfer-encoding");
        String length = single(head, "content-length");
        connection.receiveResponseEntity(head);
        InputStream raw = head.getEntity() == null
                ? InputStream.nullInputStream()
                : head.getEntity().getContent();
        boolean twoFramings = codings != null && length != null;
        BodyReader body = reader(head.getCode(), raw, codings, length);
        return new ResponseHead(head, body, staysOpen(head) && !twoFramings);
    }

    private static BodyReader reader(int status, InputStream raw, @Nullable String codings, @Nullable String length)
            throws ProtocolException {
        if (status == 204 || status == 304) {
            return BodyReader.ofLength(raw, 0);
        }
        if (codings != null) {
            if (!codings.equalsIgnoreCase("chunked")) {
                throw new ProtocolException("unknown transfer coding");
            }
            return BodyReader.ofChunks(raw);
        }
        if (length == null) {
            return BodyReader.untilClose(raw);
        }
        try {
            long bytes = Long.parseLong(length);
            if (bytes >= 0 && Character.isDigit(length.charAt(0))) {
                return BodyReader.ofLength(raw, bytes);
            }
        } catch (NumberFormatException _) {
            throw new ProtocolException("bad length");
        }
        throw new ProtocolException("bad length");
    }

    private static void checkSize(ClassicHttpResponse head) throws ProtocolException {
        long size = 0;
        for (Iterator<Header> headers = head.headerIterator(); headers.hasNext(); ) {
            Header header = headers.next();
            size += header.getName().length()
                    + (header.getValue() == null ? 0 : header.getValue().length())
                    + 4L;
        }
        if (size > HEAD_BYTES_MAX) {
            throw new ProtocolException("head too long");
        }
    }

    /** Whether the connection outlives the answer by what the head says. */
    private static boolean staysOpen(ClassicHttpResponse head) throws ProtocolException {
        String connection = joined(head, "connection");
        boolean http11 = head.getVersion() == null || head.getVersion().greaterEquals(HttpVersion.HTTP_1_1);
        return connection == null
                ? http11
                : http11 && !connection.toLowerCase(Locale.ROOT).contains("close");
    }

    private static @Nullable String joined(ClassicHttpResponse head, String name) {
        if (head.countHeaders(name) <= 1) {
            Header only = head.getFirstHeader(name);
            return only == null ? null : only.getValue();
        }
        var all = new StringBuilder();
        for (Iterator<Header> headers = head.headerIterator(name); headers.hasNext(); ) {
            all.append(all.isEmpty() ? "" : ", ").append(headers.next().getValue());
        }
        return all.toString();
    }

    private static @Nullable String single(ClassicHttpResponse head, String name) throws ProtocolException {
        if (head.countHeaders(name) > 1) {
            throw new ProtocolException("several " + name);
        }
        Header only = head.getFirstHeader(name);
        return only == null ? null : only.getValue();
    }
}

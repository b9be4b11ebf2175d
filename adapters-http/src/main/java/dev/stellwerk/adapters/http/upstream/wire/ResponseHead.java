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
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * Receives the head of an answer and settles how its body is framed. The framing is read here, not by the HTTP library,
 * because that one hands out chunks one by one: events that arrived together could not be passed on together.
 */
public final class ResponseHead {
    private static final int INTERIM_MAX = 8;
    private static final int HEAD_BYTES_MAX = 64 << 10;

    private ResponseHead() {}

    public static UpstreamResponse receive(HttpClientConnection connection, ConnectionLease lease)
            throws IOException, HttpException {
        for (int interim = 0; interim <= INTERIM_MAX; interim++) {
            ClassicHttpResponse head = connection.receiveResponseHeader();
            if (head == null) {
                throw new ProtocolException("no answer");
            }
            int status = head.getCode();
            if (status >= 200) { // which of them are an answer is judged by whoever reads it
                return response(connection, head, lease);
            }
            if (status < 100 || status == 101) {
                throw new ProtocolException("no status of an answer to a request of ours");
            }
        }
        throw new ProtocolException("interim answers without end");
    }

    private static UpstreamResponse response(
            HttpClientConnection connection, ClassicHttpResponse head, ConnectionLease lease)
            throws IOException, HttpException {
        checkSize(head);
        String codings = joined(head, "transfer-encoding");
        String length = single(head, "content-length");
        connection.receiveResponseEntity(head);
        InputStream raw = head.getEntity() == null
                ? InputStream.nullInputStream()
                : head.getEntity().getContent();
        lease.keepsAlive(keepsAlive(head) && (codings == null || length == null));
        return new UpstreamResponse(head, reader(head.getCode(), raw, codings, length), lease);
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
    private static boolean keepsAlive(ClassicHttpResponse head) throws ProtocolException {
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

package dev.stellwerk.adapters.http.inbound.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.Locale;

/**
 * The head of a request as the server behind us shall read it. That server speaks HTTP/1.1 alone, knows targets that are
 * paths, and replaces what it cannot read; so a head of HTTP/1.0 and a target that is a whole URL are translated, and what
 * could be read in two ways is refused. Heads as nearly all clients send them come through as they are.
 *
 * @param bytes with the empty line at the end
 * @param earlier whether the client speaks HTTP/1.0
 */
record RequestHead(byte[] bytes, boolean earlier) {
    static final int LINE_BYTES_MAX = 4_096;
    static final int BYTES_MAX = LINE_BYTES_MAX + (16 << 10);

    private static final byte[] CURRENT = "HTTP/1.1".getBytes(ISO_8859_1);
    private static final byte[] EARLIER = "HTTP/1.0".getBytes(ISO_8859_1);
    private static final Status FIELDS_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");

    /**
     * The place just behind the empty line that ends a head; -1 when it has not come yet.
     *
     * @param from where to begin to look: nothing before it needs to be looked at again
     * @throws RequestException when the head is too long already, or holds what no head may hold
     */
    static int end(byte[] bytes, int from) {
        for (int at = Math.max(0, from); at < bytes.length; at++) {
            byte next = bytes[at];
            if (next < ' ' && next >= 0 && next != '\t' && endsAt(bytes, at)) {
                return at + 1;
            }
        }
        bound(bytes);
        return -1;
    }

    /** Judges a control character; whether it is the last byte of the empty line. */
    private static boolean endsAt(byte[] bytes, int at) {
        if (bytes[at] == '\r') {
            if (at + 1 < bytes.length && bytes[at + 1] != '\n') {
                throw bad("a line of the request's head holds a carriage return");
            }
            return false;
        }
        if (bytes[at] != '\n') {
            throw bad("the request's head holds a control character: it is no HTTP, or broken");
        }
        if (at == 0 || bytes[at - 1] != '\r') {
            throw bad("a line of the request's head does not end with CRLF");
        }
        if (at + 1 < bytes.length && (bytes[at + 1] == ' ' || bytes[at + 1] == '\t')) {
            throw bad("a header field is folded over two lines");
        }
        return at >= 3 && bytes[at - 2] == '\n';
    }

    private static void bound(byte[] bytes) {
        int line = indexOf(bytes, '\n', 0, Math.min(bytes.length, LINE_BYTES_MAX));
        if (line < 0 && bytes.length >= LINE_BYTES_MAX) {
            throw refused(
                    Status.REQUEST_URI_TOO_LONG_414, "the request line is longer than " + LINE_BYTES_MAX + " bytes");
        }
        if (bytes.length >= BYTES_MAX) {
            throw refused(FIELDS_TOO_LARGE, "the request's head is larger than " + (BYTES_MAX >> 10) + " KiB");
        }
    }

    /**
     * Judges a whole head.
     *
     * @throws RequestException when it cannot be served, with what is the matter
     */
    static RequestHead of(byte[] head) {
        int lineEnd = indexOf(head, '\r', 0, head.length);
        int method = indexOf(head, ' ', 0, lineEnd);
        int target = method < 0 ? -1 : indexOf(head, ' ', method + 1, lineEnd);
        if (method <= 0 || target < 0) {
            throw bad("the request line is not a method, a target and a version");
        }
        if (lineEnd > LINE_BYTES_MAX) {
            throw refused(
                    Status.REQUEST_URI_TOO_LONG_414, "the request line is longer than " + LINE_BYTES_MAX + " bytes");
        }
        boolean earlier = earlier(head, target + 1, lineEnd);
        String name = new String(head, 0, method, ISO_8859_1);
        checkMethod(name);
        checkTarget(head, method + 1, target);
        int path = pathFrom(head, method + 1, target, name);
        if (!earlier && path == method + 1) {
            return new RequestHead(head, false);
        }
        String line = name + " " + path(head, path, target) + " HTTP/1.1\r\n";
        String fields = new String(head, lineEnd + 2, head.length - lineEnd - 2, ISO_8859_1);
        return new RequestHead((line + (earlier ? translated(fields) : fields)).getBytes(ISO_8859_1), earlier);
    }

    private static boolean earlier(byte[] head, int from, int to) {
        if (Arrays.equals(head, from, to, CURRENT, 0, CURRENT.length)) {
            return false;
        }
        if (Arrays.equals(head, from, to, EARLIER, 0, EARLIER.length)) {
            return true;
        }
        String version = new String(head, from, Math.min(to - from, 16), ISO_8859_1);
        if (version.matches("HTTP/[0-9]\\.[0-9]")) {
            throw refused(
                    Status.HTTP_VERSION_NOT_SUPPORTED_505,
                    version.replace(".0", "") + " is not spoken here: use HTTP/1.1, or a proxy in between");
        }
        throw bad("the request line does not end with a version of HTTP");
    }

    private static void checkMethod(String method) {
        if (method.equals("TRACE") || method.equals("CONNECT")) {
            throw refused(Status.METHOD_NOT_ALLOWED_405, method + " is not allowed here");
        }
    }

    private static void checkTarget(byte[] head, int from, int to) {
        for (int at = from; at < to; at++) {
            if (head[at] <= ' ' || head[at] > '~' || head[at] == '#') {
                throw bad("the request's path holds a letter that must be written as %XX");
            }
        }
        if (!PercentEscapes.readable(head, from, to)) {
            throw bad("the request's path or query holds a % that does not begin a letter in UTF-8, as %C3%BC does");
        }
    }

    /** Where the path begins: behind the host, when the target is a whole URL. */
    private static int pathFrom(byte[] head, int from, int to, String method) {
        if (from < to && head[from] == '/') {
            return from;
        }
        String target = new String(head, from, to - from, ISO_8859_1);
        String lower = target.toLowerCase(Locale.ROOT);
        int host = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (host > 0 && host < target.length() && "/?".indexOf(target.charAt(host)) < 0) {
            int path = host;
            while (path < target.length() && "/?".indexOf(target.charAt(path)) < 0) {
                path++;
            }
            return from + path;
        }
        if (target.equals("*") && method.equals("OPTIONS")) {
            return from;
        }
        throw bad("the request's target is neither a path nor a whole URL");
    }

    private static String path(byte[] head, int from, int to) {
        String path = new String(head, from, to - from, ISO_8859_1);
        return path.startsWith("/") || path.equals("*") ? path : "/" + path;
    }

    /** HTTP/1.0 knows neither chunks nor an expectation, and a {@code Host} only by courtesy. */
    private static String translated(String fields) {
        var text = new StringBuilder(fields.length() + 16);
        boolean host = false;
        for (String field : fields.split("\r\n", -1)) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("transfer-encoding")) {
                throw bad("HTTP/1.0 has no Transfer-Encoding");
            }
            host |= lower.startsWith("host:");
            if (!field.isEmpty() && !lower.startsWith("expect:")) {
                text.append(field).append("\r\n");
            }
        }
        return text.append(host ? "\r\n" : "Host: localhost\r\n\r\n").toString();
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private static RequestException bad(String problem) {
        return refused(Status.BAD_REQUEST_400, problem);
    }

    static RequestException refused(Status status, String problem) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .message(problem)
                .setKeepAlive(false)
                .build();
    }
}

package dev.stellwerk.adapters.http.inbound.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.io.InputStream;

/**
 * A request's body in chunks, strictly by RFC 9112: the server's own reader takes signs, skips whatever stands where a
 * line break belongs, and fails in ways that nobody can tell from a fault of ours. Extensions and trailers are read over,
 * each line within a bound. Whatever else is not as it should be is a {@link RequestException}; the connection must not
 * be used again after it, nor after the end.
 */
final class ChunkedBody extends InputStream {
    private static final int DIGITS_MAX = 8;
    private static final int LINE_BYTES_MAX = 1 << 10;
    private static final int TRAILER_BYTES_MAX = 16 << 10;

    private final DataReader reader;
    private final long bytesMax;
    private long total;
    private long left; // of the chunk that is being read
    private boolean begun;
    private boolean ended;

    /** @param bytesMax that the chunks may hold together */
    ChunkedBody(DataReader reader, long bytesMax) {
        this.reader = reader;
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        reader.ensureAvailable();
        int count = (int) Math.min(Math.min(left, length), reader.available());
        BufferData part = reader.readBuffer(count);
        part.read(into, offset, count);
        left -= count;
        return count;
    }

    private boolean nextChunk() {
        if (ended) {
            return false;
        }
        if (begun) {
            lineEnd();
        }
        begun = true;
        left = size();
        total += left;
        if (total > bytesMax) {
            throw refused(Status.REQUEST_ENTITY_TOO_LARGE_413, "the chunks are too many");
        }
        if (left == 0) {
            trailers();
            ended = true;
        }
        return !ended;
    }

    /** The line in front of a chunk: up to eight hexadecimal digits, and extensions that mean nothing to us. */
    private long size() {
        long size = 0;
        int digits = 0;
        byte next = reader.read();
        while (Character.digit(next, 16) >= 0) {
            if (++digits > DIGITS_MAX) {
                throw bad("a chunk's size is too long");
            }
            size = size << 4 | Character.digit(next, 16);
            next = reader.read();
        }
        if (digits == 0) {
            throw bad("a chunk's size is no hexadecimal number");
        }
        skipExtensions(next);
        return size;
    }

    private void skipExtensions(byte first) {
        byte next = first;
        boolean begins = false;
        for (int count = 0; next != '\r'; count++) {
            begins |= next == ';';
            boolean blank = next == ' ' || next == '\t';
            if ((!begins && !blank) || next == '\n' || next == 0 || count > LINE_BYTES_MAX) {
                throw bad("a chunk's size is followed by something else");
            }
            next = reader.read();
        }
        if (!begins && first != '\r') {
            throw bad("a chunk's size is followed by blanks");
        }
        lineFeed();
    }

    private void trailers() {
        int bytes = 0;
        byte next = reader.read();
        while (next != '\r') {
            boolean named = false;
            for (; next != '\r'; next = reader.read()) {
                named |= next == ':';
                if (next == '\n' || next == 0 || ++bytes > TRAILER_BYTES_MAX) {
                    throw bad("bad trailers");
                }
            }
            if (!named) {
                throw bad("a trailer without a name");
            }
            lineFeed();
            next = reader.read();
        }
        lineFeed();
    }

    private void lineEnd() {
        if (reader.read() != '\r') {
            throw bad("a chunk does not end where its size says");
        }
        lineFeed();
    }

    private void lineFeed() {
        if (reader.read() != '\n') {
            throw bad("a line in the chunked body does not end with CRLF");
        }
    }

    private static RequestException bad(String problem) {
        return refused(Status.BAD_REQUEST_400, problem);
    }

    private static RequestException refused(Status status, String problem) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .message(problem)
                .setKeepAlive(false)
                .build();
    }
}

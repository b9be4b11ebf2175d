package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;

/**
 * Takes the chunked transfer coding off (RFC 9112, 7.1), in place and in any fragmentation. Strict where two readers
 * could see two bodies: a size is hexadecimal digits and nothing else, lines end with CRLF. Chunk extensions and trailer
 * fields are read over, as the RFC asks of whoever does not know them.
 *
 * <p>What is bounded, and per what: the size line by {@link #SIZE_LINE_MAX} bytes for each chunk, the trailer section
 * by {@link #TRAILERS_MAX} bytes for the body, which has only one. How long a body may be is its reader's business, as
 * is how long it may take.
 */
final class ChunkedDecoder {
    private enum State {
        SIZE,
        BLANKS,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        LAST_LF,
        DONE
    }

    /** Bytes of one chunk's size line: digits and extensions. */
    static final int SIZE_LINE_MAX = 16 << 10;

    /** Bytes of the trailer section, which stands once behind the last chunk. */
    static final int TRAILERS_MAX = 64 << 10;

    private static final int SHIFTED_OUT = Long.SIZE - 1 - 4; // a size that has bits here would not fit any more

    private State state = State.SIZE;
    private long left;
    private boolean digitSeen;
    private int lineBytes; // of the size line, or of all trailers
    private boolean excess;

    public boolean done() {
        return state == State.DONE;
    }

    /** Bytes came behind the end: the connection is not to be used again. */
    public boolean excess() {
        return excess;
    }

    /** Decodes {@code bytes[from..to)} where it stands and answers where the decoded bytes end. */
    public int decode(byte[] bytes, int from, int to) throws IOException {
        int out = from;
        int at = from;
        while (at < to && state != State.DONE) {
            if (state == State.DATA) {
                int length = (int) Math.min(left, to - at);
                if (out != at) {
                    System.arraycopy(bytes, at, bytes, out, length);
                }
                out += length;
                at += length;
                left -= length;
                if (left == 0) {
                    state = State.DATA_CR;
                }
            } else {
                state = next(bytes[at++]);
            }
        }
        excess |= at < to;
        return out;
    }

    private State next(byte letter) throws IOException {
        return switch (state) {
            case SIZE -> size(letter);
            case BLANKS -> afterBlank(letter);
            case EXTENSION -> letter == '\r' ? State.SIZE_LF : readOver(letter, State.EXTENSION, SIZE_LINE_MAX);
            case SIZE_LF -> afterSize(letter);
            case DATA_CR -> expect(letter, '\r', State.DATA_LF);
            case DATA_LF -> expect(letter, '\n', State.SIZE);
            case TRAILER_START -> letter == '\r' ? State.LAST_LF : readOver(letter, State.TRAILER, TRAILERS_MAX);
            case TRAILER -> letter == '\r' ? State.TRAILER_LF : readOver(letter, State.TRAILER, TRAILERS_MAX);
            case TRAILER_LF -> expect(letter, '\n', State.TRAILER_START);
            case LAST_LF -> expect(letter, '\n', State.DONE);
            case DATA, DONE -> throw new AssertionError(state); // decode() does not come here with them
        };
    }

    private State size(byte letter) throws IOException {
        int digit = Character.digit(letter, 16);
        if (digit >= 0) {
            if (left >>> SHIFTED_OUT != 0) {
                throw malformed();
            }
            digitSeen = true;
            left = left << 4 | digit;
            return readOver(letter, State.SIZE, SIZE_LINE_MAX);
        }
        if (!digitSeen) {
            throw malformed();
        }
        return afterBlank(letter);
    }

    /** Some servers pad sizes with blanks; nothing but an extension may follow those. */
    private State afterBlank(byte letter) throws IOException {
        return switch (letter) {
            case '\r' -> State.SIZE_LF;
            case ' ', '\t' -> readOver(letter, State.BLANKS, SIZE_LINE_MAX);
            case ';' -> readOver(letter, State.EXTENSION, SIZE_LINE_MAX);
            default -> throw malformed();
        };
    }

    private State afterSize(byte letter) throws IOException {
        expect(letter, '\n', State.DATA);
        digitSeen = false;
        lineBytes = 0;
        return left == 0 ? State.TRAILER_START : State.DATA;
    }

    private State readOver(byte letter, State next, int most) throws IOException {
        if (letter == '\n' || ++lineBytes > most) {
            throw malformed();
        }
        return next;
    }

    private static State expect(byte letter, char wanted, State next) throws IOException {
        if (letter != wanted) {
            throw malformed();
        }
        return next;
    }

    private static IOException malformed() {
        return new IOException("malformed chunk");
    }
}

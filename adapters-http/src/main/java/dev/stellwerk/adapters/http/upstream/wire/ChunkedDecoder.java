package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;

/**
 * Takes the chunked transfer coding off, in place and in any fragmentation. Strict: a size is up to eight hexadecimal
 * digits, a chunk ends with CRLF, extensions and trailers are read over and bounded.
 */
public final class ChunkedDecoder {
    private enum State {
        SIZE,
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

    private static final int DIGITS_MAX = 8;
    private static final int OVERHEAD_MAX = 16 << 10;

    private State state = State.SIZE;
    private long left;
    private int digits;
    private int overhead;
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
            case EXTENSION -> letter == '\r' ? State.SIZE_LF : readOver(letter, State.EXTENSION);
            case SIZE_LF -> afterSize(letter);
            case DATA_CR -> expect(letter, '\r', State.DATA_LF);
            case DATA_LF -> expect(letter, '\n', State.SIZE);
            case TRAILER_START -> letter == '\r' ? State.LAST_LF : readOver(letter, State.TRAILER);
            case TRAILER -> letter == '\r' ? State.TRAILER_LF : readOver(letter, State.TRAILER);
            case TRAILER_LF -> expect(letter, '\n', State.TRAILER_START);
            case LAST_LF -> expect(letter, '\n', State.DONE);
            case DATA, DONE -> throw new IllegalStateException();
        };
    }

    private State size(byte letter) throws IOException {
        int digit = Character.digit(letter, 16);
        if (digit >= 0) {
            if (++digits > DIGITS_MAX) {
                throw malformed();
            }
            left = left << 4 | digit;
            return State.SIZE;
        }
        if (digits == 0) {
            throw malformed();
        }
        return switch (letter) {
            case '\r' -> State.SIZE_LF;
            case ';', ' ', '\t' -> readOver(letter, State.EXTENSION);
            default -> throw malformed();
        };
    }

    private State afterSize(byte letter) throws IOException {
        expect(letter, '\n', State.DATA);
        digits = 0;
        return left == 0 ? State.TRAILER_START : State.DATA;
    }

    private State readOver(byte letter, State next) throws IOException {
        if (letter == '\n' || ++overhead > OVERHEAD_MAX) {
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

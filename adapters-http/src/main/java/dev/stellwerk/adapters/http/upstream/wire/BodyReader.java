package dev.stellwerk.adapters.http.upstream.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads an answer's body by the framing its head announced: a length, chunks, or the end of the connection. */
public final class BodyReader {
    private static final int FIRST_ROOM = 8 << 10;
    private static final int ROOM_FOR_ANNOUNCED = 1 << 20;

    private final InputStream raw;
    private final @Nullable ChunkedDecoder chunks;
    private final boolean untilClose;
    private @Nullable AnswerRoom room;
    private long left;
    private boolean ended;

    private BodyReader(InputStream raw, @Nullable ChunkedDecoder chunks, boolean untilClose, long left) {
        this.raw = raw;
        this.chunks = chunks;
        this.untilClose = untilClose;
        this.left = left;
        this.ended = chunks == null && !untilClose && left == 0;
    }

    public static BodyReader ofLength(InputStream raw, long length) {
        return new BodyReader(raw, null, false, length);
    }

    public static BodyReader ofChunks(InputStream raw) {
        return new BodyReader(raw, new ChunkedDecoder(), false, 0);
    }

    public static BodyReader untilClose(InputStream raw) {
        return new BodyReader(raw, null, true, 0);
    }

    /** From now on what is held of the body is counted. */
    void countsIn(AnswerRoom answers) {
        room = answers;
    }

    /**
     * Says how many bytes whoever reads the body holds of it from now on; before it holds more, not after.
     *
     * @throws NoRoomForAnswer when so many do not fit
     */
    public void holds(long bytes) throws NoRoomForAnswer {
        if (room != null) {
            room.holds(bytes);
        }
    }

    /** Nothing of the body is held any more, or somebody else counts it. */
    void letGo() {
        if (room != null) {
            room.giveBack();
        }
    }

    /** The body has been read to its end. */
    public boolean ended() {
        return ended;
    }

    /** Nothing of this answer, and nothing behind it, is left on the connection. */
    public boolean leavesConnectionClean() throws IOException {
        return ended && !untilClose && (chunks == null || !chunks.excess()) && raw.available() == 0;
    }

    /**
     * Reads what is there, at least one byte.
     *
     * @return how many bytes; -1 at the end of the body
     * @throws EOFException when the connection ends before the body does
     */
    public int read(byte[] into, int from, int room) throws IOException {
        while (!ended) {
            int wanted = chunks != null || untilClose ? room : (int) Math.min(room, left);
            int count = raw.read(into, from, wanted);
            if (count < 0) {
                atEndOfConnection();
                return -1;
            }
            int useful = take(into, from, count);
            if (useful > 0) {
                return useful;
            }
        }
        return -1;
    }

    private int take(byte[] bytes, int from, int count) throws IOException {
        if (chunks != null) {
            int useful = chunks.decode(bytes, from, from + count) - from;
            ended = chunks.done();
            return useful;
        }
        if (!untilClose) {
            left -= count;
            ended = left == 0;
        }
        return count;
    }

    private void atEndOfConnection() throws EOFException {
        ended = true;
        if (!untilClose) {
            throw new EOFException("the answer is cut short");
        }
    }

    /** The whole body, or the first {@code most} bytes and one more when it is longer. */
    public byte[] readUpTo(int most) throws IOException {
        boolean announced = chunks == null && !untilClose && left <= ROOM_FOR_ANNOUNCED;
        int firstRoom = announced ? (int) Math.min(left, most + 1L) : FIRST_ROOM;
        holds(firstRoom);
        byte[] bytes = new byte[firstRoom];
        int size = 0;
        while (size <= most) {
            if (size == bytes.length) {
                if (ended) {
                    return bytes;
                }
                int moreRoom = (int) Math.min(most + 1L, Math.max(FIRST_ROOM, 2L * size));
                holds(moreRoom);
                bytes = Arrays.copyOf(bytes, moreRoom);
            }
            int count = read(bytes, size, bytes.length - size);
            if (count < 0) {
                break;
            }
            size += count;
        }
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}

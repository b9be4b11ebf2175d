package dev.stellwerk.adapters.http.inbound.route;

import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.domain.error.CallRefused;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request while it comes in. Room is taken from the account before it is made, and grows with what has
 * arrived: an announced length alone holds nothing.
 */
final class ArrivingBody {
    private static final int ROOM_AT_FIRST = 64 << 10;
    private static final int ROOM_FOR_UNKNOWN = 8 << 10;
    private static final int ROOM_MAX = Integer.MAX_VALUE - 8; // what the virtual machine gives an array

    private final HeldBytes account;
    private long taken;

    ArrivingBody(HeldBytes account) {
        this.account = account;
    }

    /**
     * Reads to the end. Does not close the stream: of a body that is refused nothing more shall be read.
     *
     * @param announced bytes; -1 when that is not known
     * @throws CallRefused when the account has no room
     */
    byte[] read(InputStream stream, long announced) throws IOException {
        long expected = announced < 0 ? Long.MAX_VALUE : announced;
        byte[] bytes = room(announced < 0 ? ROOM_FOR_UNKNOWN : Math.min(announced, ROOM_AT_FIRST));
        int size = stream.readNBytes(bytes, 0, bytes.length);
        while (size == bytes.length && size < expected) {
            bytes = moved(bytes, Math.min(expected, 2L * size));
            size += stream.readNBytes(bytes, size, bytes.length - size);
        }
        int _ = stream.read(); // the end, so that the body counts as read
        return size == bytes.length ? bytes : moved(bytes, size);
    }

    private byte[] room(long length) {
        if (length > ROOM_MAX || !account.tryTake(length)) {
            throw Refusals.memoryFull();
        }
        taken += length;
        return new byte[(int) length];
    }

    private byte[] moved(byte[] from, long length) {
        byte[] to = room(length);
        System.arraycopy(from, 0, to, 0, Math.min(from.length, to.length));
        giveBack(from.length);
        return to;
    }

    private void giveBack(long bytes) {
        taken -= bytes;
        account.giveBack(bytes);
    }

    /** The body is gone, whatever became of it. Does nothing when nothing is held. */
    void release() {
        giveBack(taken);
    }
}

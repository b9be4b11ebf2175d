package dev.stellwerk.adapters.http.inbound.route;

import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The body of a request while it comes in. Room is taken from the account before it is made, and grows with what has
 * arrived: an announced length alone holds nothing.
 */
final class ArrivingBody {
    private static final int ROOM_AT_FIRST = 64 << 10;
    private static final Duration SOON = Duration.ofSeconds(1);

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
        byte[] bytes = room((int) Math.min(expected, ROOM_AT_FIRST));
        int size = 0;
        while (true) {
            int count = stream.readNBytes(bytes, size, bytes.length - size);
            size += count;
            if (size < bytes.length || size >= expected) {
                break;
            }
            bytes = grown(bytes, (int) Math.min(expected, 2L * bytes.length));
        }
        int _ = stream.read(); // the end, so that the body counts as read
        return size == bytes.length ? bytes : grown(bytes, size);
    }

    private byte[] room(int length) {
        if (!account.tryTake(length)) {
            throw new CallRefused(
                    new CallRefusal.Unavailable("it holds as many bytes as its memory has room for", SOON));
        }
        taken += length;
        return new byte[length];
    }

    private byte[] grown(byte[] before, int length) {
        byte[] bytes = room(length);
        System.arraycopy(before, 0, bytes, 0, Math.min(before.length, length));
        giveBack(before.length);
        return bytes;
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

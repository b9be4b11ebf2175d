package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.adapters.http.memory.HeldBytes;

/**
 * What one answer holds of the account of bytes. Most answers are small and take nothing: their number is bounded by that
 * of the calls. Used by one thread at a time.
 */
final class AnswerRoom {
    /** Bytes that an answer may hold without being counted. */
    static final int UNCOUNTED_MAX = 64 << 10;

    private final HeldBytes account;
    private long taken;

    AnswerRoom(HeldBytes account) {
        this.account = account;
    }

    /**
     * Says how many bytes the answer holds from now on; before it holds more, not after.
     *
     * @throws NoRoomForAnswer when so many do not fit; then it holds what it held before
     */
    void holds(long bytes) throws NoRoomForAnswer {
        long wanted = bytes <= UNCOUNTED_MAX ? 0 : bytes;
        if (wanted > taken) {
            if (!account.tryTake(wanted - taken)) {
                throw new NoRoomForAnswer();
            }
        } else if (wanted < taken) {
            account.giveBack(taken - wanted);
        }
        taken = wanted;
    }

    /** The answer is gone. Doing it twice does it once. */
    void giveBack() {
        account.giveBack(taken);
        taken = 0;
    }
}

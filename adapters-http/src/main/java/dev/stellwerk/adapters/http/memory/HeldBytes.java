package dev.stellwerk.adapters.http.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One account of all bytes that are held for clients and of upstreams: bodies of requests, answers, events that wait for
 * a slow reader. Each of them has a bound of its own; this is the bound of their sum. Whoever is about to hold bytes
 * takes them first, and gives back exactly what it took when they are gone. Safe for all threads.
 */
public final class HeldBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most that may be held at one time */
    public HeldBytes(long most) {
        this.most = most;
    }

    /** The share of this process's heap: what is left serves the calls themselves, and the collector as room to move. */
    public static HeldBytes ofHeap() {
        return new HeldBytes(Runtime.getRuntime().maxMemory() / 8 * 3);
    }

    /** Takes so many bytes, or none when they do not fit. */
    public boolean tryTake(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** Takes bytes that are held already and cannot be refused any more: whoever asks next gets less. */
    public void take(long bytes) {
        held.addAndGet(bytes);
    }

    /** Gives back what was taken. */
    public void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** What is held now. */
    public long held() {
        return held.get();
    }

    /** The bound: what needs more than this never fits. */
    public long most() {
        return most;
    }
}

package dev.stellwerk.adapters.redis.connection;

import dev.stellwerk.domain.time.Time;
import java.time.Instant;

/**
 * This process's time, moved so that its minutes are the server's: counting goes on in the same window when the server
 * goes away and when it comes back.
 */
public final class ServerTime implements Time {
    /** Less than this is the way there and back, not a difference of clocks. */
    private static final long NOISE_MILLIS = 5;

    private final Time time;
    private volatile long aheadMillis;

    ServerTime(Time time) {
        this.time = time;
    }

    /** Learns what the server's clock shows. */
    public void observe(long serverMillis) {
        long ahead = serverMillis - time.steadyMillis();
        if (Math.abs(ahead - aheadMillis) > NOISE_MILLIS) {
            aheadMillis = ahead;
        }
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public long steadyMillis() {
        return time.steadyMillis() + aheadMillis;
    }

    @Override
    public Instant now() {
        return time.now();
    }
}

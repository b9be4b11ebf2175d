package dev.stellwerk.adapters.http.inbound.connection;

import java.time.Duration;

/**
 * How long a connection may take for what. Sizes add to it, so that a slow but honest client gets its time while one
 * that only drips does not.
 *
 * @param firstByte until something arrives on a new connection
 * @param head until a request's head is complete, from its first byte
 * @param body until a request's body is complete, and a second more for every 64 KiB of it
 * @param idle between two requests
 * @param write until the client takes what is sent, and a second more for every 64 KiB of it
 * @param linger until a refused request's rest is no longer waited for
 */
public record ConnectionDeadlines(
        Duration firstByte, Duration head, Duration body, Duration idle, Duration write, Duration linger) {
    public static final ConnectionDeadlines DEFAULTS = new ConnectionDeadlines(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1));

    private static final long NANOS_FOR_EACH_BYTE = 1_000_000_000L / 65_536;

    /** The share of so many bytes. */
    static long nanosFor(long bytes) {
        return bytes * NANOS_FOR_EACH_BYTE;
    }
}

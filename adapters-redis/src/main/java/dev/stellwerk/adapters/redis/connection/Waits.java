package dev.stellwerk.adapters.redis.connection;

import java.time.Duration;

/**
 * How long a request may wait for the server: until it answers a connection, until it answers a command, and until one
 * of the pool's connections is free.
 */
public record Waits(Duration connect, Duration answer, Duration pool) {
    /** What safety asks for (S79). */
    public static final Waits DEFAULT =
            new Waits(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(50));

    int connectMillis() {
        return (int) connect.toMillis();
    }

    int answerMillis() {
        return (int) answer.toMillis();
    }
}

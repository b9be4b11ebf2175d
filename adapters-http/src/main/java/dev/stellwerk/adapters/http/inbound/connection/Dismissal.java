package dev.stellwerk.adapters.http.inbound.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ServerConnectionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request whose body is still awaited when the gateway stops. The connection's thread waits for bytes and
 * cannot be woken but by closing the connection, so whoever stops the gateway answers in its place.
 */
final class Dismissal {
    private @Nullable Supplier<BufferData> answer; // guarded by this
    private boolean waits; // guarded by this
    private boolean told; // guarded by this

    /** What shall be answered; null when the body is there. */
    synchronized void answer(@Nullable Supplier<BufferData> whole) {
        answer = whole;
    }

    /** Reads on, in such a way that the answer may be given meanwhile; then nothing is read any more. */
    byte @Nullable [] unlessTold(Supplier<byte @Nullable []> read) {
        synchronized (this) {
            waits = true;
        }
        byte[] bytes = null;
        boolean over = false;
        try {
            bytes = read.get();
        } finally {
            synchronized (this) {
                waits = false;
                over = told;
            }
        }
        if (over) {
            throw new ServerConnectionException(
                    "answered while the body was awaited", new IllegalStateException("the gateway stops"));
        }
        return bytes;
    }

    /** Answers, if a body is awaited that nobody has answered yet; whether it did. */
    synchronized boolean tell(Consumer<BufferData> client) {
        Supplier<BufferData> whole = answer;
        if (!waits || told || whole == null) {
            return false;
        }
        told = true;
        client.accept(whole.get());
        return true;
    }
}

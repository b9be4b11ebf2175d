package dev.stellwerk.adapters.http.inbound.connection;

import io.helidon.common.socket.HelidonSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A read that has begun although nobody needs its bytes yet: its end tells that the client has left. What it reads, such
 * as a next request sent early, is kept for whoever reads next.
 */
final class ReadAhead {
    private final CompletableFuture<byte @Nullable []> result = new CompletableFuture<>();

    private ReadAhead() {}

    /** Begins to read; {@code onEnd} runs when the client has left. */
    static ReadAhead begin(HelidonSocket socket, WatchThreads threads, Runnable onEnd) {
        var ahead = new ReadAhead();
        threads.start(() -> ahead.read(socket, onEnd));
        return ahead;
    }

    private void read(HelidonSocket socket, Runnable onEnd) {
        byte[] bytes = null;
        try {
            bytes = socket.get();
            result.complete(bytes);
        } catch (Throwable fault) { // whatever it is, somebody may wait for it
            result.completeExceptionally(fault);
        }
        if (bytes == null) {
            onEnd.run();
        }
    }

    /** Waits for what was read; null at the end of the connection. */
    byte @Nullable [] await() {
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for the client"));
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof UncheckedIOException reset
                    ? reset
                    : new UncheckedIOException(new IOException("the client cannot be read", failed.getCause()));
        }
    }
}

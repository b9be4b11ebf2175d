package dev.stellwerk.adapters.http.inbound.answer;

import dev.stellwerk.application.call.StreamSink;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The client's side of a stream: every write goes out at once. */
final class EventSink implements StreamSink {
    private final OutputStream out;

    EventSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ClientGone {
        try {
            out.write(bytes, offset, length);
            out.flush();
        } catch (IOException | UncheckedIOException | ServerConnectionException _) {
            throw new ClientGone();
        }
    }
}

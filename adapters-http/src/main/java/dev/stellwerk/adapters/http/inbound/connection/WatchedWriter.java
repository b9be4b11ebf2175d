package dev.stellwerk.adapters.http.inbound.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ConnectionContext;

/** Writes to a client within a bound of time. */
final class WatchedWriter implements DataWriter {
    private final DataWriter writer;
    private final ClientConnection connection;

    WatchedWriter(ConnectionContext context, ClientConnection connection) {
        this.writer = context.dataWriter();
        this.connection = connection;
    }

    @Override
    public void write(BufferData buffer) {
        connection.writing(buffer.available());
        writer.write(buffer);
        connection.written();
    }

    @Override
    public void writeNow(BufferData buffer) {
        connection.writing(buffer.available());
        writer.writeNow(buffer);
        connection.written();
    }

    @Override
    public void write(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            write(buffer);
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            writeNow(buffer);
        }
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}

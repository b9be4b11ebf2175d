package dev.stellwerk.adapters.http.inbound.route;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.inbound.connection.ClientConnection;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.ServerConnectionException;
import java.io.OutputStream;

/**
 * An answer that ends with its connection, for clients of HTTP/1.0: the server would write it in chunks, which they do
 * not know. Its status is always 200: it is used where an answer has begun.
 */
final class UnframedStream extends OutputStream {
    private final ClientConnection connection;

    private UnframedStream(ClientConnection connection) {
        this.connection = connection;
    }

    /** Writes the head. */
    static OutputStream begin(ClientConnection connection, ServerResponseHeaders headers) {
        headers.set(HeaderValues.CONNECTION_CLOSE);
        BufferData head = BufferData.growing(512);
        head.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
        if (!headers.contains(HeaderNames.DATE)) {
            head.write("Date: ".getBytes(US_ASCII));
            head.write(DateTime.http1Bytes());
        }
        for (Header header : headers) {
            header.writeHttp1Header(head);
        }
        head.write("\r\n".getBytes(US_ASCII));
        var stream = new UnframedStream(connection);
        stream.send(head);
        return stream;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        send(BufferData.create(bytes, offset, length));
    }

    private void send(BufferData bytes) {
        try {
            connection.write(bytes);
        } catch (SocketWriterException gone) {
            throw new ServerConnectionException("the client cannot be written to", gone);
        }
    }
}

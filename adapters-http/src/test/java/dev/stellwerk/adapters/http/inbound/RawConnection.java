package dev.stellwerk.adapters.http.inbound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that says exactly what it is told to. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    RawConnection say(String text) {
        return say(text.getBytes(StandardCharsets.UTF_8));
    }

    RawConnection say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A chat call; the server may keep the connection. */
    RawConnection chat(String more) {
        String body = "{\"model\":\"m\",\"messages\":[]" + more + "}";
        return say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestServer.KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** One line without its end; null at the end of the connection, however it comes. */
    String line() {
        var line = new StringBuilder();
        try {
            for (int letter = in.read(); letter != '\n'; letter = in.read()) {
                if (letter < 0) {
                    return line.isEmpty() ? null : line.toString();
                }
                line.append((char) letter);
            }
            return line.toString().strip();
        } catch (java.net.SocketException reset) {
            return null;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The next answer: status line, headers and body of known length. */
    String answer() {
        String head = head();
        if (head.isEmpty()) {
            return "";
        }
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (at < 0) {
            return head;
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\n', at)));
        try {
            return head + "\n" + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Status line and headers. */
    String head() {
        var head = new StringBuilder();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** All that comes until the end of the connection. */
    String rest() {
        var rest = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    /** Ends the connection with a reset instead of a farewell. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

package dev.stellwerk.adapters.http.upstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server whose every answer is written by the test, byte by byte if need be. */
public final class ScriptedUpstream implements AutoCloseable {
    /** Writes one answer; answers whether the connection is kept. */
    @FunctionalInterface
    public interface Script {
        boolean answer(Connection connection) throws IOException;
    }

    /** A connection that has brought a request. */
    public record Connection(Socket socket, OutputStream out, InputStream in) {
        Connection send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        /** Waits until the client hangs up; what it does before is of no interest. */
        boolean awaitHangUp() throws IOException {
            try {
                while (in.read() >= 0) {
                    // goes on until the end
                }
            } catch (IOException reset) {
                return false;
            }
            return false;
        }

        boolean reset() throws IOException {
            socket.setSoLinger(true, 0);
            return false;
        }
    }

    /** What the server received: the head as sent, and the body. */
    public record Received(String head, String body, int connection) {
        String header(String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }

        String target() {
            return head.split(" ", -1)[1];
        }
    }

    private final ServerSocket server;
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch hungUp = new CountDownLatch(1);

    public ScriptedUpstream() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public static String plain(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    public static String error(int status, String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n" + more + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    public static String streamHead() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    public static String chunk(String text) {
        int length = text.getBytes(StandardCharsets.ISO_8859_1).length;
        return Integer.toHexString(length) + "\r\n" + text + "\r\n";
    }

    public ScriptedUpstream then(Script script) {
        scripts.add(script);
        return this;
    }

    public ScriptedUpstream then(String answer) {
        return then(connection -> {
            connection.send(answer);
            return true;
        });
    }

    public String base() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public List<Received> received() {
        return received;
    }

    public Received last() {
        return received.getLast();
    }

    public int connections() {
        return sockets.size();
    }

    public boolean clientHungUp() {
        try {
            return hungUp.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = sockets.size();
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            boolean goesOn = true;
            while (goesOn && read(in, number)) {
                Script script = scripts.poll();
                if (script == null) {
                    throw new IOException("no script");
                }
                goesOn = script.answer(new Connection(socket, socket.getOutputStream(), in));
            }
        } catch (IOException _) {
            // the client went
        } finally {
            hungUp.countDown();
        }
    }

    private boolean read(InputStream in, int number) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.write(next);
        }
        var request = new Received(head.toString(StandardCharsets.ISO_8859_1), "", number);
        String length = request.header("content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        received.add(new Received(request.head(), new String(body, StandardCharsets.UTF_8), number));
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

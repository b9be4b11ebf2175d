package dev.stellwerk.adapters.http.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A proxy that passes on what it is given, to this machine whatever the name, and keeps the heads it saw. */
final class ForwardProxy implements AutoCloseable {
    private final ServerSocket listener;
    final Queue<String> heads = new ConcurrentLinkedQueue<>();
    volatile boolean open = true;

    ForwardProxy() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (!open) {
                client.getOutputStream()
                        .write("HTTP/1.1 407 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(ISO_8859_1));
                return;
            }
            boolean tunnel = head.startsWith("CONNECT ");
            String target = head.split(" ", -1)[1];
            String authority = tunnel ? target : target.split("/", -1)[2];
            int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
            try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (tunnel) {
                    client.getOutputStream().write("HTTP/1.1 200 Dug\r\n\r\n".getBytes(ISO_8859_1));
                } else {
                    server.getOutputStream()
                            .write(head.replaceFirst("http://[^/]*", "")
                                    .replaceFirst("(?i)proxy-authorization: [^\r]*\r\n", "")
                                    .getBytes(ISO_8859_1));
                }
                Thread back = Thread.ofVirtual().start(() -> pass(server, client));
                pass(client, server);
                back.join();
            }
        } catch (IOException | InterruptedException _) {
            // either end has left
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void pass(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException _) {
            // either end has left
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}

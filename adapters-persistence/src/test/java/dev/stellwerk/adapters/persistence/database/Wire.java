package dev.stellwerk.adapters.persistence.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between the gateway and its database: can be cut, frozen or swallow what the database answers. */
public final class Wire implements AutoCloseable {
    private enum State {
        WHOLE,
        CUT,
        FROZEN,
        DEAF_TO_COMMITS
    }

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.WHOLE;
    private final Set<Socket> unheard = ConcurrentHashMap.newKeySet();

    public Wire(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Ends every connection and refuses new ones. */
    public void cut() {
        become(State.CUT);
        sockets.forEach(Wire::end);
        sockets.clear();
    }

    /** Nothing comes through any more, and nobody is told. */
    public void freeze() {
        become(State.FROZEN);
    }

    /** The database hears each commit and does it, but what it answers is lost, and so is the connection. */
    public void loseAnswersToCommits() {
        become(State.DEAF_TO_COMMITS);
    }

    private void watch(byte[] question, int length, Socket server) {
        if (state() == State.DEAF_TO_COMMITS && new String(question, 0, length, ISO_8859_1).contains("COMMIT")) {
            unheard.add(server);
        }
    }

    public void mend() {
        become(State.WHOLE);
    }

    private synchronized void become(State next) {
        state = next;
        notifyAll();
    }

    private synchronized State state() {
        return state;
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (state == State.FROZEN) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                connect(listener.accept());
            }
        } catch (IOException e) {
            cut(); // the listener was closed
        }
    }

    private void connect(Socket client) {
        if (state() == State.CUT) {
            end(client);
            return;
        }
        try {
            join(client, new Socket(InetAddress.getLoopbackAddress(), target));
        } catch (IOException e) {
            end(client);
        }
    }

    private void join(Socket client, Socket server) {
        sockets.add(client);
        sockets.add(server);
        Thread.startVirtualThread(() -> pump(client, server, false));
        Thread.startVirtualThread(() -> pump(server, client, true));
    }

    private void pump(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitThaw();
                if (answers && unheard.contains(from)) {
                    return;
                }
                watch(buffer, n, to);
                out.write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            end(from); // both sides end together
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        listener.close();
    }
}

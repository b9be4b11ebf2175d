package dev.stellwerk.adapters.http.inbound.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Knocks at the own door: an accept loop that died leaves a process that runs and hears nothing. */
public final class ListenerProbe implements Runnable {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int REFUSALS_MAX = 3;

    private final String host;
    private final int port;
    private final Runnable onDeath;
    private final AtomicInteger refusals = new AtomicInteger(); // each run has a thread of its own
    private volatile boolean stopped;

    public ListenerProbe(String host, int port, Runnable onDeath) {
        this.host = host;
        this.port = port;
        this.onDeath = onDeath;
    }

    /** From now on the door is closed on purpose; a run that is under way finds nothing any more. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        if (stopped || refusals.get() >= REFUSALS_MAX) {
            return;
        }
        boolean refused = refused();
        if (stopped) {
            return;
        }
        if (!refused) {
            refusals.set(0);
        } else if (refusals.incrementAndGet() == REFUSALS_MAX) {
            onDeath.run();
        }
    }

    /** Only a refusal is a sign of death: a full backlog or a lack of descriptors is not. */
    private boolean refused() {
        try (var socket = new Socket()) {
            InetAddress address = InetAddress.getByName(host);
            InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
            socket.connect(new InetSocketAddress(reachable, port), TIMEOUT_MILLIS);
            return false;
        } catch (ConnectException refusal) {
            return true;
        } catch (IOException unclear) {
            return false;
        }
    }
}

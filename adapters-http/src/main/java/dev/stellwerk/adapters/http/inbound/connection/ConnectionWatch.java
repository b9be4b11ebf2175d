package dev.stellwerk.adapters.http.inbound.connection;

import dev.stellwerk.domain.time.Time;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every open connection ten times a second: closes those that are overdue, watches for clients that leave a
 * running call, and makes room when too many connections are idle.
 */
public final class ConnectionWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConnectionWatch.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration AFTER_CANCEL = Duration.ofMillis(500);
    private static final Duration PROBE_PERIOD = Duration.ofSeconds(2);

    /** Most calls end sooner; those that do not get a thread that waits for their client's leaving. */
    private static final long CALL_AGE_NANOS = Duration.ofMillis(100).toNanos();

    private final Time time;
    private final ConnectionDeadlines deadlines;
    private final int crowded;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final WatchThreads threads = new WatchThreads();
    private volatile @Nullable ListenerProbe probing;
    private volatile @Nullable Draining draining;

    /** @param connectionsMax close to it, idle connections are closed to make room */
    public ConnectionWatch(Time time, ConnectionDeadlines deadlines, int connectionsMax) {
        this.time = time;
        this.deadlines = deadlines;
        this.crowded = connectionsMax - connectionsMax / 10;
        threads.repeat(this::run, PERIOD);
    }

    WatchThreads threads() {
        return threads;
    }

    Time time() {
        return time;
    }

    ConnectionDeadlines deadlines() {
        return deadlines;
    }

    void opened(ClientConnection connection) {
        open.add(connection);
    }

    void closed(ClientConnection connection) {
        open.remove(connection);
    }

    /**
     * Waits until every request has been answered whole, its last byte written. Calls that run longer than this are then
     * ended as if their clients had left, which leaves them a moment to say so.
     */
    public void drain(Duration patience) {
        var waiting = new Draining();
        draining = waiting;
        dismissUnfinished();
        waiting.await(patience.toNanos());
        open.forEach(ClientConnection::cancelCall);
        waiting.await(AFTER_CANCEL.toNanos());
    }

    /** Whoever has not sent a whole request yet is told to go elsewhere. */
    private void dismissUnfinished() {
        for (ClientConnection connection : open) {
            try {
                connection.dismiss();
            } catch (UncheckedIOException | SocketWriterException _) {
                connection.abort(); // its client has left
            }
        }
    }

    /** Runs a probe every other second, each time on a thread of its own, until it is told to stop. */
    public void probe(ListenerProbe probe) {
        probing = probe;
        threads.repeat(() -> threads.start(probe), PROBE_PERIOD);
    }

    /** Stops the probe: from now on a listener that is gone is no surprise. */
    public void stopProbe() {
        ListenerProbe running = probing;
        if (running != null) {
            running.stop();
        }
    }

    /** Makes connections of this protocol that are watched. */
    public ServerConnectionSelector watching(ServerConnectionSelector protocol) {
        return new WatchedSelector(this, protocol);
    }

    private void run() {
        try {
            look();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "looking at connections failed", fault);
        }
    }

    private void look() {
        long now = time.nanos();
        int toClose = open.size() - crowded;
        boolean busy = false;
        for (ClientConnection connection : open) {
            busy |= connection.answering();
            if (connection.overdue(now)) {
                connection.abort();
            } else if (toClose > 0 && connection.idle()) {
                connection.abort();
                toClose--;
            } else {
                connection.watchCall(now, CALL_AGE_NANOS);
            }
        }
        Draining waiting = draining;
        if (waiting != null) {
            dismissUnfinished(); // those that had not begun to wait a moment before
        }
        if (waiting != null && !busy) {
            waiting.nothingRuns();
        }
    }

    @Override
    public void close() {
        threads.close();
    }

    private record WatchedSelector(ConnectionWatch watch, ServerConnectionSelector protocol)
            implements ServerConnectionSelector {
        @Override
        public int bytesToIdentifyConnection() {
            return protocol.bytesToIdentifyConnection();
        }

        @Override
        public Support supports(BufferData data) {
            return protocol.supports(data);
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return protocol.supportedApplicationProtocols();
        }

        @Override
        public ServerConnection connection(ConnectionContext context) {
            return new ClientConnection(context, watch, protocol);
        }
    }
}

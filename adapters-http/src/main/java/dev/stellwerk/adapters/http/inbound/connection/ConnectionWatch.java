package dev.stellwerk.adapters.http.inbound.connection;

import dev.stellwerk.domain.time.Time;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at every open connection ten times a second: closes those that are overdue, watches for clients that leave a
 * running call, and makes room when too many connections are idle.
 */
public final class ConnectionWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConnectionWatch.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration PROBE_PERIOD = Duration.ofSeconds(2);
    private static final int FIELDS_MAX = 100;

    /** Most calls end sooner; those that do not get a thread that waits for their client's leaving. */
    private static final long CALL_AGE_NANOS = Duration.ofMillis(100).toNanos();

    private final Time time;
    private final ConnectionDeadlines deadlines;
    private final int crowded;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final WatchThreads threads = new WatchThreads();

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

    /** Ends, after a while, all calls that still run as if their clients had left. */
    public void cancelCallsAfter(Duration pause) {
        threads.after(pause, () -> open.forEach(ClientConnection::cancelCall));
    }

    /** Runs a probe every other second, each time on a thread of its own. */
    public void probe(Runnable probe) {
        threads.repeat(() -> threads.start(probe), PROBE_PERIOD);
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
        for (ClientConnection connection : open) {
            if (connection.overdue(now)) {
                connection.abort();
            } else if (toClose > 0 && connection.idle()) {
                connection.abort();
                toClose--;
            } else {
                connection.watchCall(now, CALL_AGE_NANOS);
            }
        }
    }

    @Override
    public void close() {
        threads.close();
    }

    /** Tells a connection that a head is complete. */
    public static final class HeadListener implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            checkFields(headers);
            ClientConnection.CURRENT.get().headComplete();
        }
    }

    /** What the parser lets pass: any number of fields, and fields without a name. */
    private static void checkFields(Headers headers) {
        int fields = 0;
        for (Header field : headers) {
            if (field.name().isEmpty()) {
                throw refused(Status.BAD_REQUEST_400, "a header field has no name");
            }
            fields += field.valueCount(); // fields of one name are counted as one otherwise
            if (fields > FIELDS_MAX) {
                throw refused(
                        Status.create(431, "Request Header Fields Too Large"),
                        "more than " + FIELDS_MAX + " header fields");
            }
        }
    }

    private static RequestException refused(Status status, String message) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .message(message)
                .setKeepAlive(false)
                .build();
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

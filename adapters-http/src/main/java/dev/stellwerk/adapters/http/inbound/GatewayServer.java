package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.inbound.connection.ConnectionDeadlines;
import dev.stellwerk.adapters.http.inbound.connection.ConnectionLimit;
import dev.stellwerk.adapters.http.inbound.connection.ConnectionWatch;
import dev.stellwerk.adapters.http.inbound.connection.ListenerProbe;
import dev.stellwerk.adapters.http.inbound.connection.Stopping;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.domain.time.Time;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** The listener with all its bounds. */
public final class GatewayServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GatewayServer.class.getName());
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(2);

    private final WebServer server;
    private final Stopping stopping;
    private final ConnectionWatch watch;
    private final Duration drain;
    private final String host;

    private GatewayServer(WebServer server, Stopping stopping, ConnectionWatch watch, Duration drain, String host) {
        this.server = server;
        this.stopping = stopping;
        this.watch = watch;
        this.drain = drain;
        this.host = host;
    }

    /** @throws CannotListen when the address cannot be had */
    static GatewayServer start(
            ServerSettings settings,
            Dispatcher dispatcher,
            Stopping stopping,
            Time time,
            ConnectionDeadlines deadlines) {
        claim(settings.host(), settings.port());
        int connectionsMax = ConnectionLimit.compute();
        var watch = new ConnectionWatch(time, deadlines, connectionsMax);
        WebServer server = build(settings, dispatcher, watch, connectionsMax).start();
        if (!server.isRunning()) {
            watch.close();
            throw new CannotListen(settings.host(), settings.port(), "somebody else was faster to take it");
        }
        LOG.log(System.Logger.Level.DEBUG, "at most {0} connections", connectionsMax);
        return new GatewayServer(server, stopping, watch, settings.drain(), settings.host());
    }

    /** Binds for a moment: the server itself only says that it does not run, not why. */
    private static void claim(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            throw new CannotListen(host, port, String.valueOf(taken.getMessage()));
        }
    }

    private static WebServer build(
            ServerSettings settings, Dispatcher dispatcher, ConnectionWatch watch, int connectionsMax) {
        Http1Config http = Http1Config.builder()
                .sendKeepAliveHeader(false)
                .validateResponseHeaders(false) // every value we set went through HeaderText
                .addReceiveListener(new ConnectionWatch.HeadListener())
                .build();
        var protocol = Http1ConnectionSelector.builder().config(http).build();
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(watch.watching(protocol))
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .maxPayloadSize(settings.wire().requestBytesMax())
                .maxTcpConnections(connectionsMax)
                .writeBufferSize(0) // events are written whole already
                .shutdownHook(false)
                .shutdownGracePeriod(settings.drain().plus(AFTER_DRAIN))
                .directHandlers(beforeRouting())
                .routing(HttpRouting.builder().any(dispatcher))
                .build();
    }

    /** What is wrong with a request before it has a route is said in the envelope as well. */
    private static DirectHandlers beforeRouting() {
        var handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, GatewayServer::refusal);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse refusal(
            DirectHandler.TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        boolean internal = status.code() >= 500;
        ErrorReply reply = ErrorReply.of(
                status.code(),
                internal ? "internal_server_error" : "invalid_request_error",
                null,
                internal ? "Internal error" : status.reasonPhrase());
        headers.set(HeaderNames.CONTENT_TYPE, "application/json");
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(reply.json())
                .build();
    }

    public int port() {
        return server.port();
    }

    /** Calls {@code onDeath} once if the listener is gone although nobody stopped it. */
    public void watchListener(Runnable onDeath) {
        watch.probe(new ListenerProbe(host, port(), onDeath));
    }

    /**
     * Refuses new requests and connections at once, lets running calls and streams end for as long as the settings
     * say, ends the rest, and returns when all is closed. Idempotent.
     */
    @Override
    public void close() {
        if (stopping.begun()) {
            return;
        }
        stopping.begin();
        watch.cancelCallsAfter(drain);
        server.stop();
        watch.close();
    }
}

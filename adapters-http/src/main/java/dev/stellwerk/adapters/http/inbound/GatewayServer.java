package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.inbound.connection.ConnectionDeadlines;
import dev.stellwerk.adapters.http.inbound.connection.ConnectionLimit;
import dev.stellwerk.adapters.http.inbound.connection.ConnectionWatch;
import dev.stellwerk.adapters.http.inbound.connection.HeadChecks;
import dev.stellwerk.adapters.http.inbound.connection.ListenerProbe;
import dev.stellwerk.adapters.http.inbound.connection.Stopping;
import dev.stellwerk.domain.time.Time;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
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
    /** For threads to end whose requests have been answered. */
    private static final Duration AFTER_DRAIN = Duration.ofMillis(300);

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
            EarlyRefusals refusals,
            Stopping stopping,
            Time time,
            ConnectionDeadlines deadlines) {
        claim(settings.host(), settings.port());
        int connectionsMax = ConnectionLimit.compute();
        var watch = new ConnectionWatch(time, deadlines, connectionsMax);
        WebServer server =
                build(settings, dispatcher, refusals, watch, connectionsMax).start();
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
            ServerSettings settings,
            Dispatcher dispatcher,
            EarlyRefusals refusals,
            ConnectionWatch watch,
            int connectionsMax) {
        Http1Config http = Http1Config.builder()
                .sendKeepAliveHeader(false)
                .validateResponseHeaders(false) // every value we set went through HeaderText
                .addReceiveListener(new HeadChecks())
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
                .shutdownGracePeriod(AFTER_DRAIN)
                .errorHandling(ErrorHandling.builder().includeEntity(true).build()) // the reason, for the envelope
                .directHandlers(refusals.handlers())
                .routing(HttpRouting.builder().any(dispatcher))
                .build();
    }

    public int port() {
        return server.port();
    }

    /** Calls {@code onDeath} once if the listener is gone although nobody stopped it. */
    public void watchListener(Runnable onDeath) {
        watch.probe(new ListenerProbe(host, port(), onDeath));
    }

    /** Readiness turns red; everything goes on until {@link #close}. */
    public void announceStop() {
        stopping.announce();
    }

    /**
     * Stops in this order, so that nothing is taken for something else: the watch over the listener, which would take its
     * end for its death; then new requests, which are told to go elsewhere while probes still hear that the gateway is not
     * ready; then, when the last byte of every answer is written or the time is over, the listener and its connections;
     * then the threads that looked after them. Idempotent.
     */
    @Override
    public void close() {
        if (stopping.begun()) {
            return;
        }
        watch.stopProbe();
        stopping.begin();
        watch.drain(drain);
        server.stop();
        watch.close();
    }
}

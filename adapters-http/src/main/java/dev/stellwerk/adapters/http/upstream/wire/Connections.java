package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.application.configuration.Outgoing.Proxy;
import dev.stellwerk.domain.deployment.ServerTrust;
import dev.stellwerk.domain.time.Time;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The pooled connections to upstreams, HTTP/1.1 only. Sends a request and receives the head of its answer; redirects,
 * cookies, compression and retries by status do not exist here.
 *
 * <p>Sockets have no timeouts of their own: {@link Deadlines} ends what takes too long.
 */
public final class Connections implements AutoCloseable {
    private static final TimeValue AGE_MAX = TimeValue.ofMinutes(5);
    private static final TimeValue IDLE_MAX = TimeValue.ofSeconds(55);
    private static final TimeValue TRUSTED_UNCHECKED = TimeValue.ofSeconds(2);

    /** An upstream that had closed before the request came shows it within so long; later it may have worked on it. */
    private static final long CLOSED_AT_ONCE_NANOS = Duration.ofMillis(20).toNanos();

    private final HeldBytes account;
    private final Time time;
    private final ServerTrust trust;
    private final Proxies proxies;
    private volatile @Nullable TlsSocketStrategy tls; // read when first needed: that takes a while
    private final PoolingHttpClientConnectionManager pool;

    /**
     * @param perHostMax connections to one host
     * @param account of the bytes that are held of answers
     * @param trust by which servers are judged
     */
    Connections(int perHostMax, HeldBytes account, Time time, ServerTrust trust, Outgoing outgoing) {
        this.account = account;
        this.time = time;
        this.trust = trust;
        this.proxies = new Proxies(outgoing);
        pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(perHostMax)
                .setMaxConnTotal(perHostMax)
                .setTlsSocketStrategy((socket, host, port, attachment, context) ->
                        tls().upgrade(socket, host, port, attachment, context))
                .setDnsResolver(outgoing.ipv4Only() ? new Ipv4Names() : SystemDefaultDnsResolver.INSTANCE)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(ResponseHead.LIMITS)
                        .incomingContentLengthStrategy(_ -> ContentLengthStrategy.UNDEFINED) // see ResponseHead
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setTimeToLive(AGE_MAX)
                        .setIdleTimeout(Timeout.of(IDLE_MAX.toDuration()))
                        .setValidateAfterInactivity(TRUSTED_UNCHECKED)
                        .setSocketTimeout(Timeout.DISABLED)
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(Timeout.DISABLED)
                        .setTcpNoDelay(true)
                        .build())
                .build();
    }

    /** Closes what has idled or lived too long. */
    public void tidy() {
        pool.closeExpired();
        pool.closeIdle(IDLE_MAX);
    }

    /**
     * Sends a request and receives the head of the answer.
     *
     * @param connectMax until the connection stands, and until one is free
     */
    public UpstreamResponse send(
            RunningCall exchange, CallTarget target, RenderedBody body, boolean streaming, Duration connectMax)
            throws IOException, HttpException {
        Proxy proxy = proxies.of(target);
        HttpRoute route = route(target, proxy);
        BasicClassicHttpRequest request = request(target, body, streaming);
        if (proxy != null && !route.isSecure()) {
            request.setScheme(target.scheme());
            request.setAuthority(new URIAuthority(target.host(), target.port()));
            request.setAbsoluteRequestUri(true);
            authorize(request, proxy);
        }
        Timeout connect = Timeout.of(connectMax);
        ConnectionEndpoint endpoint = lease(route, connect);
        Way way = fresh -> connect(fresh, route, proxy, connect);
        var attempt = new SingleAttempt(endpoint.isConnected(), time);
        try {
            return exchange(exchange, endpoint, request, way, attempt);
        } catch (IOException | HttpException broken) {
            if (!attempt.mayBeRepeated() || exchange.state() != RunningCall.State.RUNNING) {
                throw broken;
            }
        }
        // The upstream had closed a pooled connection that looked alive, before it could take the request. This is the
        // one repetition that nobody counts: whatever may have reached an upstream is for the routing rules to repeat.
        endpoint = lease(route, connect);
        endpoint.close(CloseMode.IMMEDIATE); // whatever the pool had: this time a connection of its own
        return exchange(exchange, endpoint, request, way, new SingleAttempt(false, time));
    }

    private UpstreamResponse exchange(
            RunningCall exchange,
            ConnectionEndpoint endpoint,
            ClassicHttpRequest request,
            Way way,
            SingleAttempt attempt)
            throws IOException, HttpException {
        boolean answered = false;
        try {
            if (!exchange.uses(endpoint)) {
                throw new InterruptedIOException("the call has ended");
            }
            if (!endpoint.isConnected()) {
                way.connect(endpoint);
                if (!exchange.uses(endpoint)) {
                    throw new InterruptedIOException("the call has ended");
                }
            }
            var lease = new ConnectionLease(pool, endpoint, exchange);
            UpstreamResponse response = attempt.run(endpoint, request, lease);
            response.body().countsIn(new AnswerRoom(account));
            answered = true;
            return response;
        } finally {
            if (!answered) {
                endpoint.close(CloseMode.IMMEDIATE);
                pool.release(endpoint, null, null);
            }
        }
    }

    private static HttpRoute route(CallTarget target, @Nullable Proxy proxy) {
        var host = new HttpHost(target.scheme(), target.host(), target.port());
        boolean secure = target.scheme().equals("https");
        return proxy == null
                ? new HttpRoute(host, null, secure)
                : new HttpRoute(host, null, new HttpHost("http", proxy.host(), proxy.port()), secure);
    }

    private static void authorize(ClassicHttpRequest request, Proxy proxy) {
        String credentials = Proxies.authorization(proxy);
        if (credentials != null) {
            request.addHeader("Proxy-Authorization", credentials);
        }
    }

    private void connect(ConnectionEndpoint endpoint, HttpRoute route, @Nullable Proxy proxy, Timeout patience)
            throws IOException, HttpException {
        pool.connect(endpoint, patience, HttpClientContext.create());
        if (proxy != null && route.isSecure()) {
            Tunnel.dig(endpoint, route.getTargetHost(), Proxies.authorization(proxy));
            pool.upgrade(endpoint, HttpClientContext.create());
        }
    }

    private TlsSocketStrategy tls() throws IOException {
        TlsSocketStrategy known = tls;
        if (known == null) {
            known = Issuers.strategy(trust);
            tls = known;
        }
        return known;
    }

    private ConnectionEndpoint lease(HttpRoute route, Timeout patience) throws IOException {
        try {
            return pool.lease("", route, patience, null).get(patience);
        } catch (TimeoutException _) {
            throw new NoConnectionFree();
        } catch (ExecutionException failed) {
            throw new IOException("no connection", failed.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static BasicClassicHttpRequest request(CallTarget target, RenderedBody body, boolean streaming) {
        var request = new BasicClassicHttpRequest(target.method(), target.path());
        request.addHeader("Host", target.authority());
        if (!body.contentType().isEmpty()) {
            request.addHeader("Content-Type", body.contentType());
        }
        boolean taken = target.method().equals("POST"); // by whom no length is taken for one that is not told
        if (taken || body.length() > 0) {
            request.addHeader("Content-Length", Long.toString(body.length()));
        }
        request.addHeader("Accept", streaming ? "text/event-stream" : "*/*");
        request.addHeader("Accept-Encoding", "identity");
        request.addHeader("User-Agent", "stellwerk");
        for (Header header : target.headers()) {
            request.addHeader(header.name(), header.value());
        }
        if (body.length() > 0) {
            request.setEntity(new BodyEntity(body));
        }
        return request;
    }

    @Override
    public void close() {
        pool.close(CloseMode.IMMEDIATE);
    }

    /** How a connection comes to stand. */
    @FunctionalInterface
    private interface Way {
        void connect(ConnectionEndpoint endpoint) throws IOException, HttpException;
    }

    /** All connections to a host are in use. */
    public static final class NoConnectionFree extends IOException {
        private static final long serialVersionUID = 1L;

        NoConnectionFree() {
            super("all connections are in use");
        }
    }

    /** One try on one connection, and what is known of it should it fail. */
    private static final class SingleAttempt {
        private final boolean reused;
        private final Time time;
        private boolean closedAtOnce;

        SingleAttempt(boolean reused, Time time) {
            this.reused = reused;
            this.time = time;
        }

        /** The upstream cannot have begun to work: the connection was found closed as soon as it was used. */
        boolean mayBeRepeated() {
            return reused && closedAtOnce;
        }

        UpstreamResponse run(ConnectionEndpoint endpoint, ClassicHttpRequest request, ConnectionLease lease)
                throws IOException, HttpException {
            var holder = new UpstreamResponse[1];
            endpoint.execute(
                    "",
                    request,
                    (sent, connection, _) -> {
                        holder[0] = talk(sent, connection, lease);
                        return holder[0].head();
                    },
                    HttpClientContext.create());
            return holder[0];
        }

        private UpstreamResponse talk(
                ClassicHttpRequest request, HttpClientConnection connection, ConnectionLease lease)
                throws IOException, HttpException {
            if (reused && bytesWait(connection)) {
                closedAtOnce = true; // as good as closed: nothing has been sent on it
                throw new IOException("unasked bytes on a pooled connection");
            }
            long before = connection.getEndpointDetails().getReceivedBytesCount();
            long sentNanos = time.nanos();
            try {
                connection.sendRequestHeader(request);
                connection.sendRequestEntity(request);
                connection.flush();
                ResponseHead received = ResponseHead.receive(connection);
                lease.keepsAlive(received.keepsAlive());
                return new UpstreamResponse(received.head(), received.body(), lease);
            } catch (IOException | HttpException broken) {
                closedAtOnce = time.nanos() - sentNanos <= CLOSED_AT_ONCE_NANOS
                        && connection.getEndpointDetails().getReceivedBytesCount() == before;
                throw broken;
            }
        }

        private static boolean bytesWait(HttpClientConnection connection) throws IOException {
            return connection instanceof ManagedHttpClientConnection managed
                    && managed.getSocket() != null
                    && managed.getSocket().getInputStream().available() > 0;
        }
    }
}

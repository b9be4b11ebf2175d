package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.inbound.admin.CustomerRoutes;
import dev.stellwerk.adapters.http.inbound.admin.KeyRoutes;
import dev.stellwerk.adapters.http.inbound.admin.TeamRoutes;
import dev.stellwerk.adapters.http.inbound.connection.ConnectionDeadlines;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.domain.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A real server on a free port whose use cases are fakes. */
final class TestServer implements AutoCloseable {
    static final String KEY = "sk-of-a-caller";
    static final String ADMIN = "sk-of-the-admin";

    static final ConnectionDeadlines PATIENT = new ConnectionDeadlines(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            Duration.ofMillis(100));

    static final Time TIME = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long steadyMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    };

    final BlockingQueue<ModelCall> calls = new LinkedBlockingQueue<>();
    final FakeManagement management = new FakeManagement();
    final FakeGate gate = new FakeGate();
    final FakeCatalog catalog = new FakeCatalog(gate);
    volatile Function<ModelCall, Answer> answer = Answers::hello;
    volatile Readiness.Result readiness = new Readiness.Result.Ready();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Inbound inbound;
    private final GatewayServer server;
    final HeldBytes account = new HeldBytes(64 << 20);
    final List<Route> routes = new ArrayList<>();

    static TestServer start() {
        return new TestServer(Access.DEFAULTS, Wire.DEFAULTS, PATIENT, Duration.ofSeconds(5));
    }

    TestServer(Access access, Wire wire, ConnectionDeadlines deadlines, Duration drain) {
        var errors = new ErrorReplies(wire, TIME);
        routes.addAll(new KeyRoutes(management, gate).routes());
        routes.addAll(new TeamRoutes(management.teams, gate).routes());
        routes.addAll(new CustomerRoutes(management.customers, gate).routes());
        inbound = new Inbound(
                call -> {
                    calls.add(call);
                    gate.authenticate(call.origin().credential());
                    return answer.apply(call);
                },
                catalog,
                catalog,
                gate,
                () -> readiness,
                errors,
                endpoint -> endpoint.apiBase() == null ? "https://api.openai.com" : endpoint.apiBase(),
                TIME,
                () -> "drawn-id");
        var settings = new ServerSettings("127.0.0.1", 0, "0.1.0", drain, access, wire, true, null, false);
        server = inbound.start(settings, account, routes, deadlines);
    }

    int port() {
        return server.port();
    }

    Inbound inbound() {
        return inbound;
    }

    GatewayServer server() {
        return server;
    }

    /** The one call that was made. */
    ModelCall call() {
        return calls.remove();
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** With the caller's key, unless headers bring another. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        boolean own = false;
        for (int at = 0; at < headers.length; at += 2) {
            own |= headers[at].equalsIgnoreCase("authorization");
            if (!headers[at + 1].isEmpty()) {
                request.header(headers[at], headers[at + 1]);
            }
        }
        if (!own) {
            request.header("Authorization", "Bearer " + KEY);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** A bare connection; reads give up after five seconds. */
    RawConnection connect() {
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port());
            socket.setSoTimeout(5_000);
            return new RawConnection(socket);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}

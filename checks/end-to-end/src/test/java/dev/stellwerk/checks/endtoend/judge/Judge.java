package dev.stellwerk.checks.endtoend.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A provider on a real socket that refuses what the real one refuses, remembers why, and answers by what the last words of
 * the conversation ask for ({@link Prompt}). {@code GET /judge} tells what it saw, for clients in other languages.
 */
public abstract class Judge implements AutoCloseable {
    protected static final ObjectMapper JSON = new ObjectMapper();

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final long BETWEEN_EVENTS_NANOS = 20_000_000L;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    protected Judge() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/judge", this::tell);
        server.start();
    }

    protected final void serve(String path, Answer answer) {
        server.createContext(path, exchange -> answer(exchange, answer));
    }

    /** Where it listens, without a path. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Why it refused what the real provider would have refused too. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Streams that were left before their end. */
    public int left() {
        return left.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    /** The body of an error in this provider's form. */
    protected abstract JsonNode error(int status, String message);

    /** One kind of call: judge it, then answer. */
    @FunctionalInterface
    protected interface Answer {
        void to(HttpExchange exchange, JsonNode request) throws IOException, Objection;
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        calls.incrementAndGet();
        try (exchange) {
            try {
                answer.to(exchange, JSON.readTree(exchange.getRequestBody()));
            } catch (Objection objection) { // told while the exchange is still open
                complaints.add(exchange.getRequestURI() + ": " + objection.getMessage());
                send(exchange, objection.status(), error(objection.status(), objection.getMessage()));
            }
        }
    }

    private void tell(HttpExchange exchange) throws IOException {
        try (exchange) {
            var seen = JSON.createObjectNode().put("left", left.get()).put("calls", calls.get());
            complaints.forEach(seen.putArray("complaints")::add);
            send(exchange, 200, seen);
        }
    }

    protected static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Whether these words fail now: the first time that they are read. */
    protected final boolean failsNow(String words) {
        return failedOnce.add(words);
    }

    protected static OutputStream openStream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** Writes this event again and again until nobody listens any more. */
    protected final void writeUntilLeft(OutputStream body, String event) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                body.write(event.getBytes(UTF_8));
                body.flush();
                LockSupport.parkNanos(BETWEEN_EVENTS_NANOS);
            }
        } catch (IOException gone) {
            left.incrementAndGet();
        }
    }

    protected static void require(boolean right, String problem) throws Objection {
        if (!right) {
            throw new Objection(400, problem);
        }
    }

    protected static void requireHeader(HttpExchange exchange, String name, String value) throws Objection {
        if (!value.equals(exchange.getRequestHeaders().getFirst(name))) {
            throw new Objection(401, "header " + name + " must be the one key that belongs here");
        }
    }

    protected static void requireOnly(JsonNode object, Set<String> known, String where) throws Objection {
        var unknown = new TreeSet<String>();
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        require(unknown.isEmpty(), where + ": Extra inputs are not permitted: " + unknown);
    }

    /** How many bytes a picture has that came as text. */
    protected static int pictureSize(String base64) throws Objection {
        byte[] bytes = Base64.getDecoder().decode(base64);
        require(
                bytes.length >= PNG.length && Arrays.equals(PNG, Arrays.copyOf(bytes, PNG.length)),
                "the picture is no PNG");
        return bytes.length;
    }
}

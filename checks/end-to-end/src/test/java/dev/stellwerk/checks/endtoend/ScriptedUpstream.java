package dev.stellwerk.checks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A provider on a real socket. It answers chat completions, plain and streamed, with "served by" and its own name, keeps
 * what it was asked, and fails the next calls as told.
 */
final class ScriptedUpstream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();

    ScriptedUpstream(String name) throws IOException {
        this.name = name;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The next call gets this status, once. */
    void failOnceWith(int status) {
        failures.add(status);
    }

    /** Bodies of the calls since the last {@link #forget}, the failed ones included. */
    List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    void forget() {
        failures.clear();
        requests.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = JSON.readTree(exchange.getRequestBody());
            requests.add(request);
            var failure = failures.poll();
            if (failure != null) {
                send(exchange, failure, "{\"error\":{\"message\":\"as the script says\",\"type\":\"server_error\"}}");
            } else if (request.path("stream").asBoolean()) {
                stream(exchange, request);
            } else {
                send(exchange, 200, completion());
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void stream(HttpExchange exchange, JsonNode request) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var body = exchange.getResponseBody();
        for (var word : List.of("served", " by ", name)) {
            event(body, chunk("{\"content\":\"%s\"}".formatted(word), "null"));
        }
        event(body, chunk("{}", "\"stop\""));
        if (request.path("stream_options").path("include_usage").asBoolean()) {
            event(body, "{%s,\"choices\":[],\"usage\":%s}".formatted(head("chat.completion.chunk"), usage()));
        }
        event(body, "[DONE]");
    }

    private static void event(java.io.OutputStream body, String data) throws IOException {
        body.write(("data: " + data + "\n\n").getBytes(UTF_8));
        body.flush();
    }

    private String completion() {
        return """
                {%s,"choices":[{"index":0,"finish_reason":"stop","logprobs":null,\
                "message":{"role":"assistant","content":"served by %s","refusal":null}}],"usage":%s}""".formatted(head("chat.completion"), name, usage());
    }

    private String chunk(String delta, String finishReason) {
        return "{%s,\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                .formatted(head("chat.completion.chunk"), delta, finishReason);
    }

    private String head(String object) {
        return "\"id\":\"chatcmpl-%s\",\"object\":\"%s\",\"created\":1700000000,\"model\":\"upstream-%s\""
                .formatted(name, object, name);
    }

    private static String usage() {
        return "{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12}";
    }
}

package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** {@code bin/stellwerk serve} as a process of its own, on a port that the system chose. */
final class Gateway implements AutoCloseable {
    static final String MASTER_KEY = "sk-end-to-end-master-key";

    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
    private static final Duration START = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final URI address;
    private final HttpClient http;

    private Gateway(Process process, URI address) {
        this.process = process;
        this.address = address;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** Serves this configuration, written in YAML; its data and configuration lie in {@code folder}. */
    static Gateway serving(String configuration, Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("config.yaml"), configuration);
        return start(folder, "--config", file.toString());
    }

    /** Starts with these arguments to {@code serve} and returns once the gateway says that it is ready. */
    static Gateway start(Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(
                List.of("serve", "--port", "0", "--data", folder.resolve("data").toString()));
        command.addAll(List.of(arguments));
        var process = Distribution.command(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // also when a test cannot
        try {
            process.getOutputStream().close();
            var gateway = new Gateway(process, address(process));
            gateway.awaitReadiness();
            return gateway;
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Where it listens, without a path. */
    String url() {
        return address.toString();
    }

    /** The base URL for an OpenAI client. */
    String openAiUrl() {
        return address.resolve("/v1").toString();
    }

    /** A plain chat completion as admin; its status. */
    int chat(String model) throws IOException, InterruptedException {
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        return send(HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                        .header("Authorization", "Bearer " + MASTER_KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    /** A management call as admin, which must succeed. */
    JsonNode manage(String path, String body) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + MASTER_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("the gateway ends within 20 s of SIGTERM")
                    .isTrue();
            assertThat(process.exitValue()).as("exit code after SIGTERM").isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private void awaitReadiness() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        var answer = readiness();
        while (answer.statusCode() != 200 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
            answer = readiness();
        }
        assertThat(answer.statusCode()).as("readiness: %s", answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> readiness() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve("/health/readiness")));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    /** The address the gateway prints when it listens; what it printed instead, if it ended before. */
    private static URI address(Process process) throws InterruptedException, TimeoutException {
        var listening = new CompletableFuture<URI>();
        Thread.ofVirtual().start(() -> follow(process, listening));
        try {
            return listening.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e);
        }
    }

    private static void follow(Process process, CompletableFuture<URI> listening) {
        var printed = new StringBuilder();
        try (var reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                var match = LISTENING.matcher(line);
                if (match.find()) listening.complete(URI.create(match.group(1)));
                if (!listening.isDone()) printed.append(line).append('\n');
            }
            listening.completeExceptionally(new IllegalStateException("the gateway ended while starting: " + printed));
        } catch (IOException e) {
            listening.completeExceptionally(new UncheckedIOException(e));
        }
    }
}

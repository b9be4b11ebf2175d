package dev.stellwerk.adapters.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A real server on a free port, which a test can stop, freeze and bring back. */
public final class RedisProcess implements AutoCloseable {
    private static final Path BINARY = binary();

    private final int port;
    private final List<String> options;
    private Process process;

    private RedisProcess(int port, List<String> options) {
        this.port = port;
        this.options = options;
    }

    public static RedisProcess running(String... options) {
        var server = new RedisProcess(freePort(), List.of(options));
        server.start();
        return server;
    }

    /** Reads (and rewrites) the file. */
    public static RedisProcess sentinel(Path file) {
        return running(file.toString(), "--sentinel");
    }

    /** Not started yet. */
    public static RedisProcess notYet(String... options) {
        return new RedisProcess(freePort(), List.of(options));
    }

    public void start() {
        List<String> command = new ArrayList<>(List.of(BINARY.toString()));
        if (options.contains("--sentinel")) {
            command.addAll(options);
        } else {
            command.addAll(List.of("--save", "", "--appendonly", "no"));
            options.forEach(option -> command.add(option.replace("{port}", Integer.toString(port))));
        }
        command.addAll(List.of("--bind", "127.0.0.1", "--daemonize", "no"));
        if (!options.contains("--tls-port")) {
            command.addAll(List.of("--port", Integer.toString(port)));
        }
        try {
            process = new ProcessBuilder(command)
                    .directory(Files.createTempDirectory("redis").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // none outlives its tests
        Eventually.until("redis listens", this::listens);
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It keeps its connections, and answers nothing. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            sent.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** A connection of the test's own. */
    public Jedis client() {
        return new Jedis(new HostAndPort("127.0.0.1", port));
    }

    public Set<String> keys(String pattern) {
        try (Jedis client = client()) {
            return client.keys(pattern);
        }
    }

    public void flush() {
        try (Jedis client = client()) {
            client.flushAll();
        }
    }

    @Override
    public void close() {
        thaw();
        kill();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path binary() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.stellwerk.adapters.redis.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script that the server runs as one step. Sent by its hash, and whole when the server has forgotten it. */
public final class Script {
    private final String source;
    private final String hash;

    private Script(String source) {
        this.source = source;
        this.hash = sha1(source);
    }

    /** Reads the files from beside {@code owner}: one script, in this order. */
    public static Script beside(Class<?> owner, String... names) {
        return new Script(Stream.of(names).map(name -> read(owner, name)).collect(Collectors.joining()));
    }

    private static String read(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("missing in this build: " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it. The answer is whatever the script returns: {@code Long}, {@code String} or lists of them. */
    public Object run(UnifiedJedis client, List<String> keys, List<String> arguments) {
        try {
            return client.evalsha(hash, keys, arguments);
        } catch (JedisNoScriptException forgotten) {
            return client.eval(source, keys, arguments); // which also makes the server know it again
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}

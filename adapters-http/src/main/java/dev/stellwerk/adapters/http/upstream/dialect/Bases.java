package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.domain.deployment.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Base URLs: a deployment's own, else its provider's. */
public final class Bases {
    private static final Map<String, String> BY_PROVIDER = read();

    private Bases() {}

    private static Map<String, String> read() {
        var properties = new Properties();
        try (InputStream file = Bases.class.getResourceAsStream("providers.properties")) {
            if (file == null) {
                throw new IllegalStateException("providers.properties is missing");
            }
            properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        var bases = new HashMap<String, String>();
        properties.forEach((provider, base) -> bases.put((String) provider, (String) base));
        return Map.copyOf(bases);
    }

    /** The provider's own base URL; null when it has none that is the same for everybody. */
    public static @Nullable String ofProvider(String provider) {
        return BY_PROVIDER.get(provider);
    }

    /** The base to call, without a slash at its end. */
    public static String of(Endpoint endpoint) {
        String base = endpoint.apiBase() == null ? ofProvider(endpoint.provider()) : endpoint.apiBase();
        if (base == null) {
            throw new UnusableEndpoint("no api_base is configured");
        }
        String plain = base.strip();
        int end = plain.length();
        while (end > 0 && plain.charAt(end - 1) == '/') {
            end--;
        }
        return plain.substring(0, end);
    }

    /** Appends to the path of a URL, before its query. */
    public static String append(String base, String path) {
        int query = base.indexOf('?');
        return query < 0
                ? base + "/" + path
                : base.substring(0, query).replaceAll("/+$", "") + "/" + path + base.substring(query);
    }
}

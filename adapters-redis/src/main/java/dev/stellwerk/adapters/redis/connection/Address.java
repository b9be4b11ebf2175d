package dev.stellwerk.adapters.redis.connection;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.spi.InvalidValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where the server is and how it knows us.
 *
 * @param sentinelMaster the name of the master whose address the sentinels know; null without sentinels
 */
record Address(
        Set<HostAndPort> nodes,
        @Nullable String username,
        @Nullable Secret password,
        int database,
        boolean tls,
        @Nullable String sentinelMaster) {
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    static Address of(GatewayConfiguration.Redis settings) {
        Secret url = settings.url();
        return url == null ? ofNodes(settings) : ofUrl(url.value(), settings);
    }

    private static Address ofNodes(GatewayConfiguration.Redis settings) {
        int port = settings.sentinelMaster() == null ? PORT : SENTINEL_PORT;
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (String node : settings.addresses().isEmpty() ? List.of("localhost") : settings.addresses()) {
            nodes.add(node(node, port));
        }
        return new Address(
                nodes, settings.username(), settings.password(), 0, settings.tls(), settings.sentinelMaster());
    }

    /** Read by hand: passwords in such URLs hold characters that {@link java.net.URI} refuses. */
    private static Address ofUrl(String url, GatewayConfiguration.Redis settings) {
        boolean tls = url.startsWith("rediss://");
        if (!tls && !url.startsWith("redis://")) {
            throw new InvalidValue("redis_url", "***", "must begin with redis:// or rediss://");
        }
        String rest = url.substring(url.indexOf("//") + 2);
        int at = rest.lastIndexOf('@');
        String login = at < 0 ? "" : rest.substring(0, at);
        String place = cutAt(rest.substring(at + 1), '?');
        int slash = place.indexOf('/');
        int colon = login.indexOf(':');
        String user = colon < 0 ? "" : decoded(login.substring(0, colon));
        String password = decoded(login.substring(colon + 1));
        return new Address(
                Set.of(node(cutAt(place, '/'), PORT)),
                user.isEmpty() ? settings.username() : user,
                password.isEmpty() ? settings.password() : new Secret(password),
                slash < 0 ? 0 : database(place.substring(slash + 1)),
                tls || settings.tls(),
                null);
    }

    private static HostAndPort node(String text, int portDefault) {
        int bracket = text.lastIndexOf(']');
        int colon = text.indexOf(':', Math.max(0, bracket));
        String host =
                (colon < 0 ? text : text.substring(0, colon)).replace("[", "").replace("]", "");
        return new HostAndPort(
                host.isEmpty() ? "localhost" : host,
                colon < 0 ? portDefault : number("redis_port", text.substring(colon + 1), 65_535));
    }

    private static int database(String text) {
        return text.isEmpty() ? 0 : number("redis_url", text, Integer.MAX_VALUE);
    }

    private static int number(String field, String text, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(field, text, e);
        }
        throw notANumber(field, text, null);
    }

    private static InvalidValue notANumber(String field, String text, @Nullable Throwable cause) {
        var invalid = new InvalidValue(field, text, "must be a port or database number");
        invalid.initCause(cause);
        return invalid;
    }

    private static String cutAt(String text, char end) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text; // a lone per cent sign: taken as it stands
        }
    }

    /** For operators; no secrets. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (HostAndPort node : nodes) {
            text.append(text.isEmpty() ? "" : ",").append(node);
        }
        return sentinelMaster == null ? text.toString() : sentinelMaster + " (sentinels " + text + ")";
    }
}

package dev.stellwerk.adapters.persistence.config.general;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges addresses of Redis, so that nothing is left to refuse when the gateway connects. Repeats no secrets. */
final class RedisAddresses {
    static final String DEFAULT_PORT = "6379";
    static final String DEFAULT_SENTINEL_PORT = "26379";
    private static final int PORT_MAX = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]*|\\[?[0-9A-Fa-f:.%]+]?");
    private static final Pattern PLACE =
            Pattern.compile("(?<host>[^\\[\\]:/]*|\\[[^\\[\\]/]*])(?::(?<port>[^/]*))?(?:/(?<database>.*))?");
    private static final Pattern DATABASE = Pattern.compile("[0-9]{0,9}");

    private RedisAddresses() {}

    /** What is wrong with a URL, if anything is. */
    static Optional<String> faultOfUrl(String url) {
        if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
            return Optional.of("must begin with redis:// or rediss://");
        }
        String rest = url.substring(url.indexOf("//") + 2);
        String place = rest.substring(rest.lastIndexOf('@') + 1).split("\\?", 2)[0]; // passwords may hold anything
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches() || !HOST.matcher(parts.group("host")).matches()) {
            return Optional.of("names no host: it must look like redis://user:password@host:port/database");
        }
        String port = parts.group("port");
        if (port != null && faultOfPort(port).isPresent()) {
            return faultOfPort(port);
        }
        String database = parts.group("database");
        return database == null || DATABASE.matcher(database).matches()
                ? Optional.empty()
                : Optional.of("must end with the number of a database, or with none");
    }

    static Optional<String> faultOfHost(String host) {
        return host.isBlank() || !HOST.matcher(host).matches()
                ? Optional.of("must be the name or the address of a host")
                : Optional.empty();
    }

    static Optional<String> faultOfPort(String port) {
        boolean number = port.matches("[0-9]{1,5}");
        return number && Integer.parseInt(port) > 0 && Integer.parseInt(port) <= PORT_MAX
                ? Optional.empty()
                : Optional.of("must be a port, from 1 to " + PORT_MAX);
    }

    /** A host and its port as one text. */
    static String node(String host, String port) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}

package dev.stellwerk.adapters.persistence.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database, read from {@code postgresql://}, {@code postgres://} or
 * {@code jdbc:postgresql://}. Never prints the password.
 *
 * @param hosts as written: one name, with or without a port, or several separated by commas
 * @param parameters for the driver, under its names
 */
public record PostgresUrl(
        String hosts,
        String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> parameters) {
    private static final Pattern FORM = Pattern.compile(
            "(?:jdbc:)?postgres(?:ql)?://(?:(?<login>[^@/?]*)@)?(?<hosts>[^@/?]*)(?:/(?<database>[^?]*))?(?:\\?(?<query>.*))?");

    /** One host or several, each with or without a port. */
    private static final Pattern HOSTS = Pattern.compile(
            "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(?::[0-9]{1,5})?(?:,(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(?::[0-9]{1,5})?)*");

    /** Names that libpq and Prisma use for what the driver calls otherwise. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "schema", "currentSchema",
            "connect_timeout", "connectTimeout",
            "socket_timeout", "socketTimeout",
            "application_name", "ApplicationName");

    /** What is wrong with an address, if anything is: to be told before anybody connects. Repeats no secret. */
    public static Optional<String> fault(String url) {
        if (!FORM.matcher(url).matches()) {
            return Optional.of("must be of the form postgresql://user:password@host:port/database");
        }
        try {
            String hosts = parse(url).hosts();
            return HOSTS.matcher(hosts).matches()
                    ? Optional.empty()
                    : Optional.of("names no host, or a port that is none");
        } catch (DatabaseRefused e) {
            return Optional.of(String.valueOf(e.getMessage()).replace("database_url ", ""));
        }
    }

    static boolean isOne(String url) {
        return FORM.matcher(url).matches();
    }

    static PostgresUrl parse(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw new DatabaseRefused("database_url is not of the form postgresql://user:password@host:port/database");
        }
        Map<String, String> parameters = parameters(form.group("query"));
        String login = form.group("login");
        int colon = login == null ? -1 : login.indexOf(':');
        String user = login == null || login.isEmpty() ? null : decode(colon < 0 ? login : login.substring(0, colon));
        String password = login == null || colon < 0 ? null : decode(login.substring(colon + 1));
        String userParameter = parameters.remove("user");
        String passwordParameter = parameters.remove("password");
        return new PostgresUrl(
                form.group("hosts").isEmpty() ? "localhost" : form.group("hosts"),
                form.group("database") == null ? "" : decode(form.group("database")),
                user == null ? userParameter : user,
                password == null ? passwordParameter : password,
                parameters);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (String part : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String name = decode(part.substring(0, equals));
                parameters.put(DRIVER_NAMES.getOrDefault(name, name), decode(part.substring(equals + 1)));
            }
        }
        if ("true".equals(parameters.remove("pgbouncer"))) {
            parameters.put(
                    "prepareThreshold", "0"); // statements prepared on one server connection are unknown to the next
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new DatabaseRefused("database_url holds a '%' that begins no %XX", e);
        }
    }

    /** Without login and parameters. */
    String jdbcUrl() {
        return "jdbc:postgresql://" + hosts + "/" + database;
    }

    @Override
    public String toString() {
        return hosts + "/" + database;
    }
}

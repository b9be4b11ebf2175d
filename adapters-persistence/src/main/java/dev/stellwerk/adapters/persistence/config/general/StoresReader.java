package dev.stellwerk.adapters.persistence.config.general;

import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.adapters.persistence.database.PostgresUrl;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration.Stores;
import dev.stellwerk.domain.deployment.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where state is kept. */
public final class StoresReader {
    private final Section general;
    private final Environment environment;

    public StoresReader(Section general, Environment environment) {
        this.general = general;
        this.environment = environment;
    }

    public Stores read(RedisReader redis) {
        Integer pool = general.smallCount("database_connection_pool_limit");
        if (pool != null && pool == 0) {
            general.report("database_connection_pool_limit", Level.WARNING, "0 is read as not set");
        }
        return new Stores(
                databaseUrl(), pool == null || pool == 0 ? Stores.EMBEDDED.databasePoolSize() : pool, redis.read());
    }

    private @Nullable Secret databaseUrl() {
        Value written = general.get("database_url");
        if (written == null) {
            String url = environment.get("DATABASE_URL");
            return url == null ? checked(composed(), null, "DATABASE_HOST") : checked(url, null, "DATABASE_URL");
        }
        return checked(written.withUnset(Scope.UnsetRule.ERROR).text(), written, "DATABASE_URL");
    }

    private @Nullable Secret checked(@Nullable String url, @Nullable Value written, String variable) {
        if (url == null || url.isBlank()) {
            return null;
        }
        Optional<String> fault = PostgresUrl.fault(url.strip());
        if (fault.isEmpty()) {
            return new Secret(url.strip());
        }
        if (written == null) {
            general.scope().findings().error(Place.ENVIRONMENT, variable, fault.get());
        } else {
            written.error(fault.get());
        }
        return null;
    }

    /** {@code DATABASE_HOST} and its companions, for those who keep the parts apart. */
    private @Nullable String composed() {
        String host = environment.get("DATABASE_HOST");
        String name = environment.get("DATABASE_NAME");
        if (host == null || name == null) {
            return null;
        }
        String user = environment.get("DATABASE_USERNAME");
        String password = environment.get("DATABASE_PASSWORD");
        String port = environment.get("DATABASE_PORT");
        String schema = environment.get("DATABASE_SCHEMA");
        String who = user == null ? "" : encoded(user) + (password == null ? "" : ":" + encoded(password)) + "@";
        return "postgresql://" + who + host + (port == null ? "" : ":" + port) + "/" + encoded(name)
                + (schema == null ? "" : "?schema=" + encoded(schema));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

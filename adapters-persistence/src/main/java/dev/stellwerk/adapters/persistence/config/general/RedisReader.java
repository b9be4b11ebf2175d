package dev.stellwerk.adapters.persistence.config.general;

import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.key.NotUsedYet;
import dev.stellwerk.adapters.persistence.config.source.Content;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.adapters.persistence.config.source.YamlParser;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration.Redis;
import dev.stellwerk.domain.deployment.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads how to reach Redis. The first place that names an address counts: {@code router_settings}, then
 * {@code litellm_settings.cache_params} of a Redis cache, then the environment. What that place leaves open is taken
 * from the environment.
 */
public final class RedisReader {
    private static final String DEFAULT_PORT = "6379";

    private final Section router;
    private final Section cache;
    private final boolean cached;
    private final Environment environment;

    public RedisReader(Section router, Section litellm, Environment environment) {
        this.router = router.withUnset(Scope.UnsetRule.ERROR);
        this.cached = litellm.flag("cache", false);
        this.cache =
                litellm.section("cache_params").withUnset(cached ? Scope.UnsetRule.ERROR : Scope.UnsetRule.WARNING);
        this.environment = environment;
        askedFor(router);
        if (cached) {
            litellm.report("cache", Level.WARNING, "read, not used yet: answers are not cached");
        }
    }

    /** The copy for stricter reading does not tell the original which keys are known. */
    private static void askedFor(Section router) {
        for (String key : List.of("host", "port", "password", "url", "username", "ssl")) {
            router.has("redis_" + key);
        }
    }

    @Nullable
    public Redis read() {
        Redis ofRouter = read(router, "redis_", List.of(), null);
        Redis ofCache = ofCache();
        return ofRouter != null ? ofRouter : ofCache != null ? ofCache : ofEnvironment();
    }

    private @Nullable Redis ofCache() {
        String type = cache.filledText("type");
        boolean ofRedis = cached && (type == null || type.startsWith("redis"));
        List<String> nodes = nodes(cache.items("redis_startup_nodes"));
        List<String> sentinels = nodes(cache.items("sentinel_nodes"));
        String master = cache.filledText("service_name");
        Redis read = read(cache, "", sentinels.isEmpty() ? nodes : sentinels, sentinels.isEmpty() ? null : master);
        cache.reportOthers(NotUsedYet.CACHE_PARAMETERS, Level.WARNING);
        return ofRedis ? read : null;
    }

    private @Nullable Redis read(Section section, String prefix, List<String> nodes, @Nullable String sentinelMaster) {
        Secret url = url(section.get(prefix + "url"));
        Value hostValue = section.get(prefix + "host");
        String host = section.filledText(prefix + "host");
        String port = port(section.get(prefix + "port"));
        String username = section.filledText(prefix + "username");
        String password = section.text(prefix + "password");
        boolean tls = section.flag(prefix + "ssl", "true".equalsIgnoreCase(environment.get("REDIS_SSL")));
        if (hostValue != null && host != null && host.startsWith("<")) {
            hostValue.warning("'" + Value.shown(host) + "' looks like a placeholder");
        }
        if (url == null && host == null && nodes.isEmpty()) {
            return null;
        }
        String ownPort = port == null ? environment.get("REDIS_PORT") : port;
        List<String> addresses = !nodes.isEmpty()
                ? nodes
                : host == null ? List.of() : List.of(host + ":" + (ownPort == null ? DEFAULT_PORT : ownPort));
        return redis(url, addresses, username, password, sentinelMaster, tls);
    }

    private @Nullable Redis ofEnvironment() {
        String url = environment.get("REDIS_URL");
        String host = environment.get("REDIS_HOST");
        String port = environment.get("REDIS_PORT");
        List<String> nodes = nodes("REDIS_CLUSTER_NODES");
        List<String> sentinels = nodes("REDIS_SENTINEL_NODES");
        String master = environment.get("REDIS_SERVICE_NAME");
        boolean tls = "true".equalsIgnoreCase(environment.get("REDIS_SSL"));
        if (url != null) {
            return redis(new Secret(url), List.of(), null, null, null, tls || url.startsWith("rediss:"));
        }
        if (!sentinels.isEmpty() && master != null) {
            return redis(null, sentinels, null, null, master, tls);
        }
        if (!nodes.isEmpty()) {
            return redis(null, nodes, null, null, null, tls);
        }
        return host == null
                ? null
                : redis(null, List.of(host + ":" + (port == null ? DEFAULT_PORT : port)), null, null, null, tls);
    }

    private Redis redis(
            @Nullable Secret url,
            List<String> addresses,
            @Nullable String username,
            @Nullable String password,
            @Nullable String sentinelMaster,
            boolean tls) {
        String otherPassword = url == null ? environment.get("REDIS_PASSWORD") : null;
        String secret = password == null ? otherPassword : password;
        return new Redis(
                url,
                url == null ? addresses : List.of(),
                username == null ? environment.get("REDIS_USERNAME") : username,
                secret == null || secret.isEmpty() ? null : new Secret(secret),
                sentinelMaster,
                tls || (url != null && url.value().startsWith("rediss:")));
    }

    private static @Nullable Secret url(@Nullable Value value) {
        String url = value == null ? null : value.text();
        if (value == null || url == null || url.isBlank()) {
            return null;
        }
        if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
            value.error("must begin with redis:// or rediss://");
        }
        return new Secret(url);
    }

    private static @Nullable String port(@Nullable Value value) {
        Integer port = value == null ? null : value.smallCount();
        if (value != null && port != null && (port == 0 || port > 65_535)) {
            value.error("must be a port, from 1 to 65535");
        }
        return port == null ? null : port.toString();
    }

    /** Nodes as maps of host and port, or as lists of both. */
    private static List<String> nodes(List<Value> items) {
        var nodes = new ArrayList<String>();
        for (Value item : items) {
            if (item.isList()) {
                List<Value> parts = item.items();
                String host = parts.isEmpty() ? null : parts.getFirst().text();
                String port = parts.size() < 2 ? null : port(parts.get(1));
                addNode(nodes, item, host, port);
            } else {
                Section node = item.section();
                addNode(nodes, item, node.filledText("host"), port(node.get("port")));
            }
        }
        return nodes;
    }

    private static void addNode(List<String> nodes, Value item, @Nullable String host, @Nullable String port) {
        if (host == null) {
            item.error("needs a host");
        } else {
            nodes.add(host + ":" + (port == null ? DEFAULT_PORT : port));
        }
    }

    /** The same as JSON in a variable. */
    private List<String> nodes(String variable) {
        String json = environment.get(variable);
        if (json == null) {
            return List.of();
        }
        Content content =
                YamlParser.parse(Place.ENVIRONMENT.file(), json, router.scope().findings());
        return content == null ? List.of() : nodes(new Value(content, variable, router.scope()).items());
    }
}

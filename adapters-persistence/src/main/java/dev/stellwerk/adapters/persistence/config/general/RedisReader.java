package dev.stellwerk.adapters.persistence.config.general;

import dev.stellwerk.adapters.persistence.config.key.KnownKeys;
import dev.stellwerk.adapters.persistence.config.key.Part;
import dev.stellwerk.adapters.persistence.config.provider.Placeholders;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.adapters.persistence.config.source.Variables;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration.Redis;
import dev.stellwerk.domain.deployment.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads how to reach Redis. The first place that names an address counts: {@code router_settings}, then
 * {@code litellm_settings.cache_params} of a Redis cache, then the environment. What that place leaves open is taken
 * from the environment.
 */
public final class RedisReader {
    private final Section router;
    private final Section cache;
    private final boolean cached;
    private final Environment environment;
    private final Variables variables;

    public RedisReader(Section router, Section litellm, Variables variables) {
        this.router = router.withUnset(Scope.UnsetRule.ERROR);
        this.cached = litellm.flag("cache", false);
        this.cache =
                litellm.section("cache_params").withUnset(cached ? Scope.UnsetRule.ERROR : Scope.UnsetRule.WARNING);
        this.variables = variables;
        this.environment = variables.environment();
    }

    @Nullable
    Redis read() {
        Redis ofRouter = read(router, "redis_", List.of(), null);
        Redis ofCache = ofCache();
        return ofRouter != null ? ofRouter : ofCache != null ? ofCache : ofEnvironment();
    }

    private @Nullable Redis ofCache() {
        String type = cache.filledText("type");
        boolean ofRedis = cached && (type == null || type.startsWith("redis"));
        List<String> sentinels = nodes(cache.items("sentinel_nodes"), RedisAddresses.DEFAULT_SENTINEL_PORT);
        List<String> nodes = nodes(cache.items("redis_startup_nodes"), RedisAddresses.DEFAULT_PORT);
        String master = cache.filledText("service_name");
        Redis read = read(cache, "", sentinels.isEmpty() ? nodes : sentinels, sentinels.isEmpty() ? null : master);
        KnownKeys.shipped().judge(cache, Part.CACHE_PARAMS);
        return ofRedis ? read : null;
    }

    private @Nullable Redis read(Section section, String prefix, List<String> nodes, @Nullable String sentinelMaster) {
        String url = judged(section.get(prefix + "url"), RedisAddresses::faultOfUrl);
        String host = host(section.get(prefix + "host"));
        String port = judged(section.get(prefix + "port"), RedisAddresses::faultOfPort);
        String username = section.filledText(prefix + "username");
        String password = section.text(prefix + "password");
        boolean tls = section.flag(prefix + "ssl", "true".equalsIgnoreCase(environment.get("REDIS_SSL")));
        Value passwordValue = section.get(prefix + "password");
        if (passwordValue != null && password != null && Placeholders.looksLikeOne(password)) {
            passwordValue.warning("looks like a placeholder");
        }
        if (url == null && host == null && nodes.isEmpty()) {
            return null;
        }
        String ownPort = port == null && host != null ? portOfEnvironment() : port;
        List<String> addresses = !nodes.isEmpty()
                ? nodes
                : host == null
                        ? List.of()
                        : List.of(RedisAddresses.node(host, ownPort == null ? RedisAddresses.DEFAULT_PORT : ownPort));
        return redis(url == null ? null : new Secret(url), addresses, username, password, sentinelMaster, tls);
    }

    /** The text of a value; null when it is none or is at fault, which is then a finding. */
    private static @Nullable String judged(@Nullable Value value, Function<String, Optional<String>> fault) {
        String text = value == null ? null : value.text();
        if (value == null || text == null || text.isBlank()) {
            return null;
        }
        Optional<String> found = fault.apply(text.strip());
        found.ifPresent(value::error);
        return found.isPresent() ? null : text.strip();
    }

    private static @Nullable String host(@Nullable Value value) {
        String host = value == null ? null : value.text();
        if (value != null && host != null && Placeholders.looksLikeOne(host)) {
            value.warning("'" + Value.shown(host) + "' looks like a placeholder");
            return host;
        }
        return judged(value, RedisAddresses::faultOfHost);
    }

    private @Nullable Redis ofEnvironment() {
        String url = judged(variables.of("REDIS_URL"), RedisAddresses::faultOfUrl);
        String host = judged(variables.of("REDIS_HOST"), RedisAddresses::faultOfHost);
        List<String> nodes = nodes("REDIS_CLUSTER_NODES", RedisAddresses.DEFAULT_PORT);
        List<String> sentinels = nodes("REDIS_SENTINEL_NODES", RedisAddresses.DEFAULT_SENTINEL_PORT);
        String master = environment.get("REDIS_SERVICE_NAME");
        boolean tls = "true".equalsIgnoreCase(environment.get("REDIS_SSL"));
        if (url != null) {
            return redis(new Secret(url), List.of(), null, null, null, tls);
        }
        if (!sentinels.isEmpty() && master != null) {
            return redis(null, sentinels, null, null, master, tls);
        }
        if (!nodes.isEmpty()) {
            return redis(null, nodes, null, null, null, tls);
        }
        if (host == null) {
            return null;
        }
        String port = portOfEnvironment();
        String node = RedisAddresses.node(host, port == null ? RedisAddresses.DEFAULT_PORT : port);
        return redis(null, List.of(node), null, null, null, tls);
    }

    private @Nullable String portOfEnvironment() {
        return judged(variables.of("REDIS_PORT"), RedisAddresses::faultOfPort);
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

    /** Nodes as maps of host and port, or as lists of both. */
    private static List<String> nodes(List<Value> items, String defaultPort) {
        var nodes = new ArrayList<String>();
        for (Value item : items) {
            Value host;
            Value port;
            if (item.isList()) {
                List<Value> parts = item.items();
                host = parts.isEmpty() ? null : parts.getFirst();
                port = parts.size() < 2 ? null : parts.get(1);
            } else {
                Section node = item.section();
                host = node.get("host");
                port = node.get("port");
                node.reportOthers(Level.WARNING);
            }
            String name = host(host);
            String number = judged(port, RedisAddresses::faultOfPort);
            if (name != null) {
                nodes.add(RedisAddresses.node(name, number == null ? defaultPort : number));
            } else if (host == null && (item.isList() || item.isMap())) {
                item.error("needs a host");
            }
        }
        return nodes;
    }

    /** The same as JSON in a variable. */
    private List<String> nodes(String variable, String defaultPort) {
        Value json = variables.parsed(variable);
        return json == null ? List.of() : nodes(json.items(), defaultPort);
    }
}

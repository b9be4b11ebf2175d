package dev.stellwerk.application.configuration;

import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.catalog.RoutingGroup;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the gateway is told by its configuration file and its environment, checked and typed. Immutable.
 *
 * @param deployments those that can work, in file order
 * @param deploymentsLeftOut how many more stand in the file, which cannot work
 * @param providers what is known about providers beyond the deployments
 * @param aliases group aliases, in file order
 * @param routingGroups those that can be called by name, in file order
 * @param strategies one for each strategy key that {@code routing} uses
 * @param pluginSettings {@code stellwerk.plugins}, by plugin
 */
public record GatewayConfiguration(
        List<Deployment> deployments,
        int deploymentsLeftOut,
        ProviderDirectory providers,
        SequencedMap<String, Alias> aliases,
        List<RoutingGroup> routingGroups,
        RegionTree regions,
        RoutingSettings routing,
        List<StrategySpec> strategies,
        Map<String, Map<String, Object>> pluginSettings,
        Map<String, String> pluginPins,
        Access access,
        Wire wire,
        Stores stores) {

    public GatewayConfiguration {
        deployments = List.copyOf(deployments);
        aliases = new LinkedHashMap<>(aliases);
        routingGroups = List.copyOf(routingGroups);
        strategies = List.copyOf(strategies);
    }

    /** How many deployments can be called as they are configured. */
    public int deploymentsInService() {
        return (int) deployments.stream()
                .filter(deployment -> deployment.outOfService() == null && !deployment.blocked())
                .count();
    }

    /** How many deployments the file names, those that were left out among them. */
    public int deploymentsConfigured() {
        return deployments.size() + deploymentsLeftOut;
    }

    /**
     * A strategy to be made.
     *
     * @param key what {@link RoutingSettings#strategyOf} answers for the groups that use it
     * @param name the strategy's own name
     * @param arguments {@code routing_strategy_args}
     */
    public record StrategySpec(String key, String name, Map<String, Object> arguments) {}

    /**
     * Who may call, and how callers are recognised.
     *
     * @param masterKey null: none is configured
     * @param keyHeaderName the only place for keys, when set
     * @param userHeaderName a header that names the end user
     * @param customerHeaders further headers that do
     * @param customerRequired calls that name no end user are refused
     * @param clientTagsRefused calls that bring tags are refused
     * @param mockTesting whether callers may act out failures: null for admins only
     * @param routeModels replace the model of every call of their kind
     * @param modelAliases renames for everybody, before anything else
     * @param keyCacheLife how long a verified key may be believed without asking
     */
    public record Access(
            @Nullable Secret masterKey,
            @Nullable String keyHeaderName,
            @Nullable String userHeaderName,
            List<String> customerHeaders,
            boolean customerRequired,
            boolean clientTagsRefused,
            @Nullable Boolean mockTesting,
            RouteModels routeModels,
            Map<String, String> modelAliases,
            Duration keyCacheLife) {
        public static final Access DEFAULTS = new Access(
                null, null, null, List.of(), false, false, null, RouteModels.NONE, Map.of(), Duration.ofSeconds(60));

        public Access {
            customerHeaders = List.copyOf(customerHeaders);
            modelAliases = Map.copyOf(modelAliases);
        }
    }

    /** Models by kind of call, in place of whatever the caller names; null leaves it to the caller. */
    public record RouteModels(
            @Nullable String completion,
            @Nullable String embedding,
            @Nullable String imageGeneration,
            @Nullable String moderation) {
        public static final RouteModels NONE = new RouteModels(null, null, null, null);
    }

    /**
     * What goes over the wire.
     *
     * @param requestBytesMax the largest body that is read
     * @param returnUpstreamModel answers keep the upstream's model name
     * @param openaiUsageChunk a stream's usage event has no choices, as OpenAI's; otherwise one empty one
     * @param alwaysIncludeUsage streams end with usage whether asked for or not
     * @param routerDetailsInErrors messages say which group and fallbacks were involved
     * @param corsOrigins browsers' origins that may call; empty means none
     * @param rootPath what may stand in front of every path, such as {@code /llm}; empty for nothing
     * @param openingHeldMax how long a stream's opening waits for its first content; zero means not at all
     * @param upstreamErrorCodes an error's code is the upstream's own word where it sent one; otherwise its status
     * @param trustedProxies whose word counts for where a request comes from
     * @param outgoing how upstreams are reached
     */
    public record Wire(
            long requestBytesMax,
            boolean returnUpstreamModel,
            boolean openaiUsageChunk,
            boolean alwaysIncludeUsage,
            boolean routerDetailsInErrors,
            Set<String> corsOrigins,
            String rootPath,
            Duration openingHeldMax,
            boolean upstreamErrorCodes,
            List<AddressRange> trustedProxies,
            Outgoing outgoing) {
        public static final Wire DEFAULTS = new Wire(
                32L << 20,
                false,
                false,
                false,
                true,
                Set.of(),
                "",
                Duration.ofSeconds(10),
                false,
                List.of(),
                Outgoing.DEFAULTS);
    }

    /**
     * Where state is kept.
     *
     * @param databaseUrl PostgreSQL; null means the embedded database
     * @param redis null means in memory
     */
    public record Stores(
            @Nullable Secret databaseUrl,
            int databasePoolSize,
            @Nullable Redis redis) {
        public static final Stores EMBEDDED = new Stores(null, 10, null);
    }

    /**
     * How to reach Redis: a URL, or host and port; several addresses mean a cluster, or sentinels when a master is
     * named.
     */
    public record Redis(
            @Nullable Secret url,
            List<String> addresses,
            @Nullable String username,
            @Nullable Secret password,
            @Nullable String sentinelMaster,
            boolean tls) {
        public Redis {
            addresses = List.copyOf(addresses);
        }
    }
}

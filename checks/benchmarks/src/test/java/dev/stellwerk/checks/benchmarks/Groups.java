package dev.stellwerk.checks.benchmarks;

import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.guard.Mishaps;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import dev.stellwerk.plugins.builtin.BuiltInPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Groups of any size whose members differ, and the router of a gateway without plugins. */
final class Groups {
    private Groups() {}

    static DeploymentPool of(int size) {
        var random = new SplittableRandom(7);
        var members = new ArrayList<Deployment>(size);
        for (int i = 0; i < size; i++) {
            members.add(member(i, random));
        }
        var regions = new RegionTree(Map.of(new Region("eu"), Set.of(new Region("de"), new Region("fr"))));
        var pool = new DeploymentPool("chat", members, regions, new TrafficBoard());
        for (int i = 0; i < size; i++) {
            haveBeenUsed(pool.traffic(i), random);
        }
        return pool;
    }

    private static Deployment member(int i, SplittableRandom random) {
        var endpoint = new Endpoint("openai", "model", "https://up" + i + ".test", null, null, null, Map.of());
        String team = i == 0 ? "team1" : "team" + random.nextInt(3);
        String speed = i == 0 || random.nextBoolean() ? "fast" : "cheap";
        String region = i == 0 ? "de" : List.of("de", "fr", "us", "jp").get(random.nextInt(4));
        return Deployment.builder(new DeploymentId("deployment-" + i), "chat", endpoint)
                .tags(team, speed, "tag" + random.nextInt(20))
                .region(region)
                .capacity(new Capacity(1.0 + random.nextInt(4), 600_000L, 90_000_000L, null, null, null))
                .build();
    }

    private static void haveBeenUsed(DeploymentTraffic traffic, SplittableRandom random) {
        for (int n = random.nextInt(4); n > 0; n--) {
            traffic.enter();
        }
        traffic.countRequest(29_000_000);
        traffic.countTokens(29_000_000, random.nextInt(1000));
        traffic.learnSecondsPerToken(0.01 + random.nextDouble() / 100, 500_000);
    }

    /** All built-in filters and one strategy. */
    static Router router(String strategyName) {
        var plugin = new BuiltInPlugin();
        PluginContext context = new NothingLent();
        List<GuardedFilter> filters = plugin.deploymentFilters().stream()
                .map(factory -> new GuardedFilter(factory.name(), factory.name(), factory.create(context), NO_MISHAPS))
                .toList();
        RoutingStrategyFactory factory = plugin.routingStrategies().stream()
                .filter(one -> one.name().equals(strategyName))
                .findFirst()
                .orElseThrow();
        var strategy =
                new GuardedStrategy(strategyName, factory.holdsLimits(), () -> factory.create(context), NO_MISHAPS);
        return new Router(filters, Map.of(strategyName, strategy));
    }

    private static final Mishaps NO_MISHAPS = (extension, what, thrown) -> {
        throw new AssertionError(extension + " " + what, thrown);
    };

    private static final class NothingLent implements PluginContext {
        @Override
        public String pluginId() {
            return "built-in";
        }

        @Override
        public SpiVersion spiVersion() {
            return SpiVersion.parse(SpiVersion.COMPILED);
        }

        @Override
        public <R extends Record> R settings(R defaults) {
            return defaults;
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(Instant.EPOCH);
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("benchmark");
        }
    }
}

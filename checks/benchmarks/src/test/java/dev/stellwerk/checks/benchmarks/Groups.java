package dev.stellwerk.checks.benchmarks;

import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.RoutingStrategy;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import dev.stellwerk.plugins.builtin.BuiltInPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

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
        List<DeploymentFilter> filters = plugin.deploymentFilters().stream()
                .map(factory -> factory.create(context, Map.of()))
                .toList();
        RoutingStrategy strategy = plugin.routingStrategies().stream()
                .filter(factory -> factory.name().equals(strategyName))
                .findFirst()
                .orElseThrow()
                .create(context, Map.of());
        return new Router(filters, Map.of(strategyName, strategy));
    }

    private static final class NothingLent implements PluginContext {
        @Override
        public SpiVersion spiVersion() {
            return SpiVersion.CURRENT;
        }

        @Override
        public Time time() {
            return new Time() {
                @Override
                public long nanos() {
                    return 0;
                }

                @Override
                public long steadyMillis() {
                    return 0;
                }

                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }
            };
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(1);
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("benchmark");
        }
    }
}

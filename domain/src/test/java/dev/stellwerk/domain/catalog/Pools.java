package dev.stellwerk.domain.catalog;

import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Model groups for tests. */
public final class Pools {
    private Pools() {}

    /** A group of these, without a tree of regions and without traffic so far. */
    public static DeploymentPool of(ADeployment... members) {
        return of(RegionTree.FLAT, members);
    }

    public static DeploymentPool of(RegionTree regions, ADeployment... members) {
        List<Deployment> built = Arrays.stream(members).map(ADeployment::build).toList();
        return new DeploymentPool(built.getFirst().group(), built, regions, new TrafficBoard());
    }

    /** A catalog of these, without aliases. */
    public static CatalogSnapshot catalog(ADeployment... members) {
        return new CatalogSnapshot(
                Arrays.stream(members).map(ADeployment::build).toList(),
                new LinkedHashMap<>(),
                RegionTree.FLAT,
                new TrafficBoard());
    }

    /** The worked example of tag routing: A in the EU, B in the US, both paid, and C for everything else. */
    public static DeploymentPool worked() {
        return of(
                ADeployment.named("A").tagged("eu", "paid"),
                ADeployment.named("B").tagged("us", "paid"),
                ADeployment.named("C").tagged("default"));
    }

    /** Some deployments with some of everything that filters look at. */
    public static DeploymentPool random(RandomGenerator random, int size) {
        return of(
                Trees.WORLD,
                IntStream.range(0, size)
                        .mapToObj(i -> randomDeployment(random, i))
                        .toArray(ADeployment[]::new));
    }

    private static ADeployment randomDeployment(RandomGenerator random, int i) {
        ADeployment deployment = ADeployment.named("d" + i);
        var tags = new LinkedHashSet<String>();
        for (int n = random.nextInt(3); n > 0; n--) {
            tags.add(List.of("a", "b", "c", "default").get(random.nextInt(4)));
        }
        deployment.tagged(tags.toArray(String[]::new));
        if (random.nextInt(4) > 0) {
            deployment.in(List.of("eu", "de", "frankfurt", "us").get(random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            deployment.ofTeam("t" + random.nextInt(2));
        }
        if (random.nextInt(8) == 0) {
            deployment.blocked();
        }
        if (random.nextBoolean()) {
            deployment.weight(random.nextInt(4));
        }
        return deployment;
    }

    /** Which regions lie in which. */
    public static final class Trees {
        /** Frankfurt in Germany in the EU, and the US. */
        public static final RegionTree WORLD = new RegionTree(Map.of(
                region("eu"), Set.of(region("de"), region("fr")),
                region("de"), Set.of(region("frankfurt")),
                region("us"), Set.of()));

        private Trees() {}

        private static Region region(String name) {
            return new Region(name);
        }
    }

    public static DeploymentTraffic traffic(DeploymentPool pool, String id) {
        return pool.traffic(pool.indexOf(new DeploymentId(id)));
    }

    /** Takes a deployment out for a while. */
    public static void coolDown(DeploymentPool pool, String id, long nowNanos, Duration length) {
        traffic(pool, id).coolDown(new Cooldown(nowNanos + length.toNanos(), 429, "RateLimitError", length));
    }
}

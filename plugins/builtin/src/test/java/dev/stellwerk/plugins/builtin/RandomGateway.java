package dev.stellwerk.plugins.builtin;

import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.RoutingRequest.Overrides;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A configuration and a caller's request, both drawn: groups, who may use them, and where requests go from there. */
final class RandomGateway {
    static final int RETRIES_WISHED_MAX = 14;

    private final RandomGenerator random;
    private final List<String> groups = new ArrayList<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final LinkedHashMap<String, Alias> aliases = new LinkedHashMap<>();
    final Map<String, List<String>> fallbacks = new LinkedHashMap<>();
    final Set<String> forbidden = new LinkedHashSet<>();
    final CatalogSnapshot catalog;
    final RoutingSettings settings;
    final RoutingRequest request;

    RandomGateway(RandomGenerator random) {
        this.random = random;
        int size = random.nextInt(10) == 0 ? 70 : 1 + random.nextInt(10);
        for (int i = 0; i < size; i++) {
            groups.add("g" + i);
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                deployments.add(deployment("g" + i));
            }
        }
        for (int i = 0; i < 3; i++) {
            aliases.put("nick" + i, new Alias("nick" + i, oneOf(groups), false));
        }
        int listed = size > 10 ? 30 : 3;
        for (String group : groups) {
            fallbacks.put(group, names(random.nextInt(listed + 1)));
        }
        catalog = new CatalogSnapshot(deployments, aliases, Pools.Trees.WORLD, new TrafficBoard());
        settings = settings();
        request = request();
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private List<String> some(String... of) {
        return List.of(of).stream().filter(_ -> random.nextInt(3) == 0).toList();
    }

    /** Of groups mostly, and of aliases and deployments. */
    private String name() {
        return switch (random.nextInt(8)) {
            case 0 -> oneOf(List.copyOf(aliases.keySet()));
            case 1 -> oneOf(deployments).id().value();
            default -> oneOf(groups);
        };
    }

    private List<String> names(int count) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add(name());
        }
        return names;
    }

    private Deployment deployment(String group) {
        ADeployment made = ADeployment.of(group, "d" + deployments.size())
                .tagged(some("a", "b", "default").toArray(String[]::new));
        if (random.nextInt(5) > 0) {
            made.in(oneOf(List.of("eu", "eu", "de", "frankfurt", "us")));
        }
        if (random.nextInt(4) == 0) {
            made.inAccessGroups(oneOf(List.of("gold", "silver")));
        }
        if (random.nextInt(4) == 0) {
            made.ofTeam(oneOf(List.of("t0", "t1")));
        }
        if (random.nextInt(3) == 0) {
            made.order(1 + random.nextInt(3));
        }
        if (random.nextInt(12) == 0) {
            made.blocked();
        }
        if (random.nextInt(12) == 0) {
            made.outOfService("credential_missing");
        }
        return made.build();
    }

    private RoutingSettings settings() {
        var general = new LinkedHashMap<String, List<FallbackTarget>>();
        fallbacks.forEach((group, targets) ->
                general.put(group, targets.stream().map(FallbackTarget::to).toList()));
        Integer stated = random.nextInt(4) == 0 ? random.nextInt(60) : null;
        RoutingSettings.Failures f = RoutingSettings.Failures.DEFAULTS;
        return RoutingSettings.DEFAULTS
                .withStrategy(oneOf(BuiltIns.strategyNames()))
                .withFallbacks(new RoutingSettings.FallbackRules(
                        new Fallbacks(general), Fallbacks.NONE, Fallbacks.NONE, stated, random.nextBoolean(), true))
                .withFailures(new RoutingSettings.Failures(
                        random.nextInt(RETRIES_WISHED_MAX + 1),
                        f.retryPauseMin(),
                        f.retryPolicy(),
                        Map.of(),
                        null,
                        Map.of(),
                        f.cooldown(),
                        random.nextBoolean(),
                        f.retryAfterMax()));
    }

    private RoutingRequest request() {
        String model = name();
        for (String group : groups) {
            if (random.nextInt(6) == 0) {
                forbidden.add(group);
            }
        }
        var regions = new ArrayList<RegionRestriction>();
        for (RegionRestriction.Source source : RegionRestriction.Source.values()) {
            if (random.nextInt(4) == 0) {
                regions.add(new RegionRestriction(source, Set.of(new Region(oneOf(List.of("eu", "eu", "de", "us"))))));
            }
        }
        List<String> tags = random.nextInt(3) == 0 ? List.of(oneOf(List.of("a", "b"))) : List.of();
        var constraints = new Constraints(
                random.nextBoolean() ? oneOf(List.of("t0", "t1")) : null,
                random.nextInt(3) == 0 ? Set.copyOf(some("gold", "silver")) : null,
                regions,
                new SourcedTags.Builder().add(TagSource.KEY, tags).build(),
                !tags.isEmpty(),
                TagPolicy.STRICT,
                (_, group) -> !forbidden.contains(group));
        Integer retries = random.nextBoolean() ? random.nextInt(RETRIES_WISHED_MAX + 1) : null;
        List<DeploymentId> preferred =
                random.nextInt(3) == 0 ? List.of(oneOf(deployments).id()) : List.of();
        return new RoutingRequest(
                model,
                constraints,
                RoutingRequest.Facts.plainChat(),
                new Overrides(retries, null, null, null, false, null, null, null),
                preferred);
    }
}

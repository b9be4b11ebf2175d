package dev.stellwerk.domain.catalog;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be called, immutable and indexed. A request holds one snapshot from beginning to end; a changed
 * configuration is a new snapshot.
 */
public final class CatalogSnapshot {
    private final List<Deployment> deployments;
    private final Map<String, DeploymentPool> pools = new LinkedHashMap<>();
    private final Map<String, DeploymentPool> byUpstreamModel = new LinkedHashMap<>();
    private final Map<String, DeploymentPool> routingGroups = new LinkedHashMap<>();
    private final Map<String, Deployment> byId = new LinkedHashMap<>();
    private final SequencedMap<String, Alias> aliases;
    private final List<WildcardName> wildcards;
    private final MatchedPools matched;
    private final Map<TeamName, DeploymentPool> byTeamName = new HashMap<>();
    private final RegionTree regions;
    private final ProviderDirectory providers;
    private final TrafficBoard board;

    /** A name that means something to one team only. */
    private record TeamName(String teamId, String name) {}

    public CatalogSnapshot(
            List<Deployment> deployments, SequencedMap<String, Alias> aliases, RegionTree regions, TrafficBoard board) {
        this(deployments, aliases, List.of(), ProviderDirectory.NONE, regions, board);
    }

    /**
     * A catalog of all that can be called.
     *
     * @param routingGroups those whose name a model or an alias has cannot be called
     * @param providers tells the provider of a bare name, and makes deployments whose provider the call decides concrete
     */
    public CatalogSnapshot(
            List<Deployment> deployments,
            SequencedMap<String, Alias> aliases,
            List<RoutingGroup> routingGroups,
            ProviderDirectory providers,
            RegionTree regions,
            TrafficBoard board) {
        this.providers = providers;
        this.board = board;
        this.deployments = List.copyOf(deployments);
        this.aliases = new LinkedHashMap<>(aliases);
        this.regions = regions;
        var members = new LinkedHashMap<String, List<Deployment>>();
        var sameUpstream = new LinkedHashMap<String, List<Deployment>>();
        var ofTeams = new HashMap<TeamName, List<Deployment>>();
        for (Deployment deployment : this.deployments) {
            byId.put(deployment.id().value(), deployment);
            members.computeIfAbsent(deployment.group(), _ -> new ArrayList<>()).add(deployment);
            sameUpstream
                    .computeIfAbsent(deployment.endpoint().qualifiedModel(), _ -> new ArrayList<>())
                    .add(deployment);
            String teamId = deployment.visibility().teamId();
            String teamName = deployment.visibility().teamPublicName();
            if (teamId != null && teamName != null) {
                ofTeams.computeIfAbsent(new TeamName(teamId, teamName), _ -> new ArrayList<>())
                        .add(deployment);
            }
        }
        members.forEach((name, group) -> pools.put(name, new DeploymentPool(name, group, regions, board)));
        sameUpstream.forEach(
                (name, group) -> byUpstreamModel.put(name, new DeploymentPool(name, group, regions, board)));
        ofTeams.forEach((own, group) -> byTeamName.put(own, new DeploymentPool(own.name, group, regions, board)));
        wildcards = members.keySet().stream()
                .filter(name -> name.indexOf('*') >= 0)
                .map(WildcardName::new)
                .sorted(WildcardName.MOST_SPECIFIC_FIRST)
                .toList();
        matched = new MatchedPools(pools.values().stream()
                .filter(pool -> pool.name().indexOf('*') >= 0)
                .toList());
        routingGroups.forEach(group -> unite(group, members, board));
    }

    private void unite(RoutingGroup group, Map<String, List<Deployment>> members, TrafficBoard board) {
        if (pools.containsKey(group.name()) || aliases.containsKey(group.name())) {
            return;
        }
        List<Deployment> united = group.models().stream()
                .distinct()
                .filter(model -> model.indexOf('*') < 0)
                .flatMap(model -> members.getOrDefault(model, List.of()).stream())
                .toList();
        routingGroups.put(group.name(), new DeploymentPool(group.name(), united, regions, board));
    }

    /** Where a name leads. */
    public sealed interface Resolution {
        /** The name as the client sent it. */
        String requested();

        /** A model group, a routing group's members together, or one deployment. */
        record Group(
                String requested,
                @Nullable Alias alias,
                DeploymentPool pool,
                @Nullable DeploymentId only) implements Resolution {
            /** Whether any of it is not another team's. */
            public boolean openTo(@Nullable String teamId) {
                return only == null
                        ? pool.openTo(teamId)
                        : pool.deployment(pool.indexOf(only)).visibility().openTo(teamId);
            }
        }

        /** Nowhere. */
        record Unknown(String requested) implements Resolution {}
    }

    /**
     * Finds what a name means to a caller: what belongs to other teams altogether is nowhere for all but admins.
     *
     * @param teamId the caller's team, if any
     */
    public Resolution resolve(String name, @Nullable String teamId, boolean admin) {
        Resolution found = resolve(name, teamId);
        return admin || !(found instanceof Resolution.Group group) || group.openTo(teamId)
                ? found
                : new Resolution.Unknown(name);
    }

    /**
     * Finds what a name means, whoever may know of it: a team's own name first, then a deployment's id, an alias, a group,
     * a routing group, a wildcard, the same once more with the provider before a bare name, and last the upstream's name of
     * some deployment. An id that is also its group's name means the group. The pool of a bare name is called by what it
     * led to.
     *
     * @param teamId the caller's team, if any
     */
    public Resolution resolve(String name, @Nullable String teamId) {
        DeploymentPool ofTeam =
                teamId == null || byTeamName.isEmpty() ? null : byTeamName.get(new TeamName(teamId, name));
        if (ofTeam != null) {
            return new Resolution.Group(name, null, ofTeam, null);
        }
        Deployment single = byId.get(name);
        if (single != null && !single.group().equals(name)) {
            return new Resolution.Group(
                    name, null, Objects.requireNonNull(pools.get(single.group()), "its group"), single.id());
        }
        Alias alias = aliases.get(name);
        DeploymentPool pool = led(alias != null ? alias.target() : name);
        if (pool == null && alias == null) {
            pool = byUpstreamModel.get(name);
        }
        return pool == null ? new Resolution.Unknown(name) : new Resolution.Group(name, alias, pool, null);
    }

    private @Nullable DeploymentPool led(String name) {
        DeploymentPool found = groupOrWildcard(name);
        if (found != null || name.indexOf('/') >= 0) {
            return found;
        }
        String provider = providers.providerOf(name).orElse(null);
        return provider == null ? null : groupOrWildcard(provider + "/" + name);
    }

    private @Nullable DeploymentPool groupOrWildcard(String name) {
        DeploymentPool exact = name.indexOf('*') < 0 ? pools.get(name) : null;
        if (exact == null) {
            exact = routingGroups.get(name);
        }
        return exact != null || wildcards.isEmpty() ? exact : matched.of(name, () -> match(name));
    }

    private @Nullable DeploymentPool match(String name) {
        for (WildcardName wildcard : wildcards) {
            Optional<List<String>> captured = wildcard.capture(name);
            if (captured.isPresent()) {
                return concrete(pools.get(wildcard.text), name, captured.get());
            }
        }
        return null;
    }

    private @Nullable DeploymentPool concrete(@Nullable DeploymentPool pattern, String name, List<String> captured) {
        if (pattern == null) {
            return null;
        }
        boolean providerOpen =
                pattern.deployments().stream().anyMatch(d -> d.endpoint().providerOpen());
        return providerOpen
                ? ofCalledProvider(pattern, name, captured)
                : pattern.under(name, d -> filled(d, name, captured));
    }

    /** A pattern's deployment for the model that a name led to: what is known of that is not what the pattern says. */
    private Deployment filled(Deployment deployment, String name, List<String> captured) {
        Deployment named =
                deployment.withModel(WildcardName.fill(deployment.endpoint().model(), name, captured));
        return named.toBuilder()
                .facts(providers.facts(named.endpoint(), deployment.facts()))
                .build();
    }

    /** Each deployment of a pattern at the provider that the name brings; null when it brings none. */
    private @Nullable DeploymentPool ofCalledProvider(DeploymentPool pattern, String name, List<String> captured) {
        List<Deployment> called = pattern.deployments().stream()
                .flatMap(d -> d.endpoint().providerOpen()
                        ? providers.concrete(d, WildcardName.fill(d.endpoint().model(), name, captured)).stream()
                        : Stream.of(filled(d, name, captured)))
                .toList();
        return called.isEmpty() ? null : new DeploymentPool(name, pattern.name(), called, regions, board);
    }

    /** All deployments, in configuration order. */
    public List<Deployment> deployments() {
        return deployments;
    }

    public Optional<Deployment> find(DeploymentId id) {
        return Optional.ofNullable(byId.get(id.value()));
    }

    /** All groups, in configuration order; patterns among them. */
    public List<DeploymentPool> groups() {
        return List.copyOf(pools.values());
    }

    /** The group of exactly this name. */
    public Optional<DeploymentPool> group(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /** Group names that are patterns, the most specific first. */
    public List<String> patterns() {
        return wildcards.stream().map(wildcard -> wildcard.text).toList();
    }

    /** The names that a pattern matches and of which a model is known to be there, as clients call them. */
    public List<String> knownNames(String pattern) {
        var names = new TreeSet<String>();
        DeploymentPool pool = pools.get(pattern);
        for (Deployment deployment : pool == null ? List.<Deployment>of() : pool.deployments()) {
            String upstream = deployment.endpoint().model();
            long stars = pattern.chars().filter(c -> c == '*').count();
            if (upstream.chars().filter(c -> c == '*').count() == stars) {
                var models = new WildcardName(upstream);
                for (String model : providers.knownModels(deployment)) {
                    models.capture(model)
                            .map(captured -> WildcardName.fill(pattern, model, captured))
                            .ifPresent(names::add);
                }
            }
        }
        return List.copyOf(names);
    }

    public List<Alias> aliases() {
        return List.copyOf(aliases.values());
    }

    public RegionTree regions() {
        return regions;
    }

    /**
     * Names that can be shown to callers: groups and routing groups as configured, then visible aliases by name.
     * Patterns and routing groups that nobody is in are left out.
     */
    public List<String> listedNames() {
        var names = new ArrayList<String>();
        pools.keySet().stream().filter(name -> name.indexOf('*') < 0).forEach(names::add);
        routingGroups.values().stream()
                .filter(pool -> pool.size() > 0)
                .map(DeploymentPool::name)
                .forEach(names::add);
        aliases.values().stream()
                .filter(alias -> !alias.hidden())
                .map(Alias::name)
                .filter(name -> !names.contains(name))
                .sorted(Comparator.naturalOrder())
                .forEach(names::add);
        return names;
    }
}

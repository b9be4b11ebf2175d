package dev.stellwerk.domain.catalog;

import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be called, immutable and indexed. A request holds one snapshot from beginning to end; a changed
 * configuration is a new snapshot.
 */
public final class CatalogSnapshot {
    private final List<Deployment> deployments;
    private final Map<String, DeploymentPool> pools = new LinkedHashMap<>();
    private final Map<String, DeploymentPool> byUpstreamModel = new LinkedHashMap<>();
    private final Map<DeploymentId, Deployment> byId = new LinkedHashMap<>();
    private final SequencedMap<String, Alias> aliases;
    private final List<WildcardName> wildcards;
    private final Map<TeamName, DeploymentPool> byTeamName = new HashMap<>();
    private final RegionTree regions;

    /** A name that means something to one team only. */
    private record TeamName(String teamId, String name) {}

    public CatalogSnapshot(
            List<Deployment> deployments, SequencedMap<String, Alias> aliases, RegionTree regions, TrafficBoard board) {
        this.deployments = List.copyOf(deployments);
        this.aliases = new LinkedHashMap<>(aliases);
        this.regions = regions;
        var members = new LinkedHashMap<String, List<Deployment>>();
        var sameUpstream = new LinkedHashMap<String, List<Deployment>>();
        var ofTeams = new HashMap<TeamName, List<Deployment>>();
        for (Deployment deployment : this.deployments) {
            byId.put(deployment.id(), deployment);
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
    }

    /** Where a name leads. */
    public sealed interface Resolution {
        /** The name as the client sent it. */
        String requested();

        /** A model group, or one deployment of it. */
        record Group(
                String requested,
                @Nullable Alias alias,
                DeploymentPool pool,
                @Nullable DeploymentId only) implements Resolution {}

        /** Nowhere. */
        record Unknown(String requested) implements Resolution {}
    }

    /**
     * Finds what a name means: a team's own name first, then an alias, a group, a deployment's id, a wildcard, and last
     * the upstream's name of some deployment.
     *
     * @param teamId the caller's team, if any
     */
    public Resolution resolve(String name, @Nullable String teamId) {
        DeploymentPool ofTeam =
                teamId == null || byTeamName.isEmpty() ? null : byTeamName.get(new TeamName(teamId, name));
        if (ofTeam != null) {
            return new Resolution.Group(name, null, ofTeam, null);
        }
        Alias alias = aliases.get(name);
        if (alias != null) {
            DeploymentPool target = groupOrWildcard(alias.target());
            return target == null ? new Resolution.Unknown(name) : new Resolution.Group(name, alias, target, null);
        }
        DeploymentPool exact = pools.get(name);
        if (exact != null && name.indexOf('*') < 0) {
            return new Resolution.Group(name, null, exact, null);
        }
        Deployment single = name.isBlank() ? null : byId.get(new DeploymentId(name));
        if (single != null) {
            DeploymentPool itsGroup = pools.get(single.group());
            if (itsGroup != null) {
                return new Resolution.Group(name, null, itsGroup, single.id());
            }
        }
        DeploymentPool matched = groupOrWildcard(name);
        if (matched == null) {
            matched = byUpstreamModel.get(name);
        }
        return matched == null ? new Resolution.Unknown(name) : new Resolution.Group(name, null, matched, null);
    }

    private @Nullable DeploymentPool groupOrWildcard(String name) {
        DeploymentPool exact = name.indexOf('*') < 0 ? pools.get(name) : null;
        if (exact != null) {
            return exact;
        }
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
        return pattern.under(
                name, d -> d.withModel(WildcardName.fill(d.endpoint().model(), name, captured)));
    }

    /** All deployments, in configuration order. */
    public List<Deployment> deployments() {
        return deployments;
    }

    public Optional<Deployment> find(DeploymentId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All groups, in configuration order; patterns among them. */
    public List<DeploymentPool> groups() {
        return List.copyOf(pools.values());
    }

    /** The group of exactly this name. */
    public Optional<DeploymentPool> group(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    public List<Alias> aliases() {
        return List.copyOf(aliases.values());
    }

    public RegionTree regions() {
        return regions;
    }

    /** Names that can be shown to callers: groups and visible aliases, sorted as configured, patterns left out. */
    public List<String> listedNames() {
        var names = new ArrayList<String>();
        pools.keySet().stream().filter(name -> name.indexOf('*') < 0).forEach(names::add);
        aliases.values().stream()
                .filter(alias -> !alias.hidden())
                .map(Alias::name)
                .filter(name -> !names.contains(name))
                .sorted(Comparator.naturalOrder())
                .forEach(names::add);
        return names;
    }
}

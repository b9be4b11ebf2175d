package dev.stellwerk.domain.access;

import dev.stellwerk.domain.error.CallRefusal.ModelDenied;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A list of models that somebody may call. Names are exact; {@code provider/*} stands for every name of exactly that
 * provider, {@code *} for all.
 */
public record ModelGrant(ModelDenied.Scope scope, List<String> models) {
    private static final String ALL_OF_TEAM = "all-team-models";
    private static final Set<String> EVERYTHING = Set.of("*", "all-proxy-models");

    public ModelGrant {
        models = List.copyOf(models);
    }

    static ModelGrant ofKey(ApiKey key, Optional<Team> team) {
        var names = new ArrayList<String>();
        for (String model : key.models()) {
            if (model.equals(ALL_OF_TEAM)) {
                names.addAll(
                        team.map(Team::models).filter(list -> !list.isEmpty()).orElse(List.of("*")));
            } else {
                names.add(model);
            }
        }
        return new ModelGrant(ModelDenied.Scope.KEY, names);
    }

    static ModelGrant ofTeam(Team team) {
        return new ModelGrant(ModelDenied.Scope.TEAM, team.models());
    }

    /** An empty list is no list. */
    public boolean allowsEverything() {
        return models.isEmpty() || models.stream().anyMatch(EVERYTHING::contains);
    }

    /**
     * Whether a call is allowed, which it is when the list names what the client sent or the group that this leads to.
     */
    public boolean allows(String requested, String group) {
        return allows(requested, group, Set.of());
    }

    /** The same, and also when the list names one of the access groups that the group's deployments belong to. */
    public boolean allows(String requested, String group, Set<String> accessGroups) {
        return allowsEverything() || names(requested) || names(group) || namesAny(accessGroups);
    }

    private boolean namesAny(Set<String> accessGroups) {
        for (String entry : models) {
            if (accessGroups.contains(entry)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the list names this model itself or by a pattern. */
    public boolean names(String model) {
        for (String entry : models) {
            if (entry.equals(model) || matchesPattern(entry, model)) {
                return true;
            }
        }
        return false;
    }

    /** {@code acme/*} means what comes after {@code acme/}, so that {@code acme-eu/x} is not among it. */
    private static boolean matchesPattern(String entry, String model) {
        return entry.length() > 2
                && entry.endsWith("/*")
                && model.length() > entry.length() - 1
                && model.startsWith(entry.substring(0, entry.length() - 1));
    }

    /** The access groups among {@code groups} that the list names. */
    public Set<String> accessGroups(Set<String> groups) {
        return models.stream().filter(groups::contains).collect(Collectors.toUnmodifiableSet());
    }
}

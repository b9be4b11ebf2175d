package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Team;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Teams in memory. */
public final class FakeTeamDirectory implements TeamDirectory {
    public final Outage outage = new Outage("teams");
    private final FakeKeyDirectory keys;
    private final Map<String, Team> teams = new LinkedHashMap<>();

    public FakeTeamDirectory(FakeKeyDirectory keys) {
        this.keys = keys;
    }

    @Override
    public synchronized Optional<Team> find(String id) {
        outage.strike();
        return Optional.ofNullable(teams.get(id));
    }

    @Override
    public synchronized boolean add(Team team) {
        outage.strike();
        return teams.putIfAbsent(team.id(), team) == null;
    }

    @Override
    public synchronized boolean replace(Team team) {
        outage.strike();
        return teams.computeIfPresent(
                        team.id(),
                        (_, old) -> withBudget(
                                team, team.budget().withSpend(old.budget().spend())))
                != null;
    }

    @Override
    public synchronized Set<String> removeWithKeys(Set<String> ids) {
        outage.strike();
        var unknown = new LinkedHashSet<>(ids);
        unknown.removeAll(teams.keySet());
        if (unknown.isEmpty()) {
            teams.keySet().removeAll(ids);
            keys.removeOfTeams(ids);
        }
        return unknown;
    }

    @Override
    public synchronized List<Team> list() {
        outage.strike();
        return teams.values().stream()
                .sorted(Comparator.comparing((Team team) -> String.valueOf(team.alias()))
                        .thenComparing(Team::id))
                .toList();
    }

    synchronized void setBudget(String id, Budget budget) {
        teams.computeIfPresent(id, (_, team) -> withBudget(team, budget));
    }

    private static Team withBudget(Team team, Budget budget) {
        return new Team(
                team.id(),
                team.alias(),
                team.models(),
                team.modelAliases(),
                team.regions(),
                team.metadata(),
                team.routerSettings(),
                team.limits(),
                budget,
                team.blocked(),
                team.extra(),
                team.createdAt(),
                team.updatedAt());
    }
}

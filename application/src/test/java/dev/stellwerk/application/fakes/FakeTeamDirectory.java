package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.OtherVersion;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    public Optional<Team> read(String id) {
        return find(id);
    }

    @Override
    public synchronized boolean add(Team team) {
        outage.strike();
        return teams.putIfAbsent(team.id(), team) == null;
    }

    @Override
    public synchronized Optional<Team> change(String id, @Nullable Version expected, UnaryOperator<Team> change) {
        outage.strike();
        Team before = teams.get(id);
        if (before == null) {
            return Optional.empty();
        }
        require(before.version(), expected);
        Team after = change.apply(before)
                .withVersion(before.version().next())
                .withSpend(before.budget().spend());
        teams.put(id, after);
        return Optional.of(after);
    }

    private static void require(Version inForce, @Nullable Version expected) {
        if (expected != null && !expected.equals(inForce)) {
            throw new OtherVersion();
        }
    }

    @Override
    public synchronized Set<String> removeWithKeys(Set<String> ids, @Nullable Version expected) {
        outage.strike();
        ids.stream().map(teams::get).filter(Objects::nonNull).forEach(known -> require(known.version(), expected));
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
        teams.computeIfPresent(id, (_, team) -> team.withBudget(budget));
    }
}

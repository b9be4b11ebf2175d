package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Teams as this instance knows them; asks the database only for what it does not know. */
final class CachedTeamDirectory implements TeamDirectory {
    private final TeamDirectory stored;
    private final RecordCache<Team> known;

    CachedTeamDirectory(TeamDirectory stored, RecordCache<Team> known) {
        this.stored = stored;
        this.known = known;
    }

    @Override
    public Optional<Team> find(String id) {
        return known.find(id);
    }

    @Override
    public Optional<Team> read(String id) {
        try {
            return stored.read(id);
        } catch (StoreUnavailable e) {
            return known.find(id); // which throws the same unless something is known
        }
    }

    @Override
    public boolean add(Team team) {
        return stored.add(team);
    }

    @Override
    public Optional<Team> change(String id, @Nullable Version expected, UnaryOperator<Team> change) {
        return stored.change(id, expected, change);
    }

    @Override
    public Set<String> removeWithKeys(Set<String> ids, @Nullable Version expected) {
        return stored.removeWithKeys(ids, expected);
    }

    @Override
    public List<Team> list() {
        return stored.list();
    }
}

package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Teams in the database; asks it every time. */
final class JooqTeamDirectory implements TeamDirectory {
    /** Sorted here, as databases differ in how they compare texts. */
    private static final Comparator<Team> BY_ALIAS_AND_ID = Comparator.comparing(
                    Team::alias, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Team::id);

    private final StoredRecords<Team> stored;

    JooqTeamDirectory(Database database, ChangeLog log) {
        this.stored = new StoredRecords<>(database, log, TeamRows.ROWS);
    }

    @Override
    public Optional<Team> find(String id) {
        return stored.find(id);
    }

    @Override
    public Optional<Team> read(String id) {
        return find(id);
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
        return stored.removeAll(
                ids, expected, (dsl, changed) -> JooqKeyDirectory.remove(dsl, KeyTable.TEAM_ID.in(ids), changed));
    }

    @Override
    public List<Team> list() {
        return stored.all().stream().sorted(BY_ALIAS_AND_ID).toList();
    }
}

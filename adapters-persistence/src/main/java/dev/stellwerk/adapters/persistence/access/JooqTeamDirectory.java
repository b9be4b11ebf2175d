package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.TeamTable.*;

import dev.stellwerk.adapters.persistence.database.AlreadyTaken;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.Team;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;

/** Teams in the database; asks it every time. */
final class JooqTeamDirectory implements TeamDirectory {
    /** Sorted here, as databases differ in how they compare texts. */
    private static final Comparator<Team> BY_ALIAS_AND_ID = Comparator.comparing(
                    Team::alias, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Team::id);

    private final Database database;
    private final ChangeLog log;

    JooqTeamDirectory(Database database, ChangeLog log) {
        this.database = database;
        this.log = log;
    }

    static Optional<Team> find(DSLContext dsl, String id) {
        return dsl.select(COLUMNS).from(TEAMS).where(ID.eq(id)).fetchOptional(TeamRows::team);
    }

    @Override
    public Optional<Team> find(String id) {
        return database.await(database.look(dsl -> find(dsl, id)));
    }

    @Override
    public boolean add(Team team) {
        try {
            return log.change((dsl, changed) -> {
                dsl.insertInto(TEAMS).set(TeamRows.row(team)).execute();
                return changed.add(changed(team.id()));
            });
        } catch (AlreadyTaken e) {
            return false;
        }
    }

    @Override
    public boolean replace(Team team) {
        var row = TeamRows.row(team);
        row.keySet().removeAll(List.of(ID, SPEND));
        return log.change((dsl, changed) ->
                dsl.update(TEAMS).set(row).where(ID.eq(team.id())).execute() > 0 && changed.add(changed(team.id())));
    }

    @Override
    public Set<String> removeWithKeys(Set<String> ids) {
        return log.change((dsl, changed) -> {
            var unknown = new TreeSet<>(ids);
            unknown.removeAll(lock(dsl, ids));
            if (unknown.isEmpty()) {
                JooqKeyDirectory.remove(dsl, KeyTable.TEAM_ID.in(ids), changed);
                dsl.deleteFrom(TEAMS).where(ID.in(ids)).execute();
                ids.forEach(id -> changed.add(changed(id)));
            }
            return unknown;
        });
    }

    private static Set<String> lock(DSLContext dsl, Set<String> ids) {
        return dsl.select(ID)
                .from(TEAMS)
                .where(ID.in(ids))
                .orderBy(ID)
                .forUpdate()
                .fetchSet(ID);
    }

    private static Changed changed(String id) {
        return new Changed(Kind.TEAM, id);
    }

    @Override
    public List<Team> list() {
        return database.read(dsl -> dsl.select(COLUMNS).from(TEAMS).fetch(TeamRows::team)).stream()
                .sorted(BY_ALIAS_AND_ID)
                .toList();
    }
}

package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.EndUserTable.*;

import dev.stellwerk.adapters.persistence.database.AlreadyTaken;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.EndUserDirectory;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.EndUser;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;

/** Customers in the database; asks it every time. */
final class JooqEndUserDirectory implements EndUserDirectory {
    private final Database database;
    private final ChangeLog log;

    JooqEndUserDirectory(Database database, ChangeLog log) {
        this.database = database;
        this.log = log;
    }

    static Optional<EndUser> find(DSLContext dsl, String id) {
        return dsl.select(COLUMNS).from(END_USERS).where(ID.eq(id)).fetchOptional(EndUserRows::endUser);
    }

    @Override
    public Optional<EndUser> find(String id) {
        return database.await(database.look(dsl -> find(dsl, id)));
    }

    @Override
    public boolean add(EndUser user) {
        try {
            return log.change((dsl, changed) -> {
                dsl.insertInto(END_USERS).set(EndUserRows.row(user)).execute();
                return changed.add(changed(user.id()));
            });
        } catch (AlreadyTaken e) {
            return false;
        }
    }

    @Override
    public boolean replace(EndUser user) {
        var row = EndUserRows.row(user);
        row.keySet().removeAll(List.of(ID, SPEND));
        return log.change((dsl, changed) ->
                dsl.update(END_USERS).set(row).where(ID.eq(user.id())).execute() > 0
                        && changed.add(changed(user.id())));
    }

    @Override
    public Set<String> remove(Set<String> ids) {
        return log.change((dsl, changed) -> {
            var unknown = new TreeSet<>(ids);
            unknown.removeAll(lock(dsl, ids));
            if (unknown.isEmpty()) {
                dsl.deleteFrom(END_USERS).where(ID.in(ids)).execute();
                ids.forEach(id -> changed.add(changed(id)));
            }
            return unknown;
        });
    }

    private static Set<String> lock(DSLContext dsl, Set<String> ids) {
        return dsl.select(ID)
                .from(END_USERS)
                .where(ID.in(ids))
                .orderBy(ID)
                .forUpdate()
                .fetchSet(ID);
    }

    private static Changed changed(String id) {
        return new Changed(Kind.END_USER, id);
    }

    @Override
    public List<EndUser> list() {
        return database.read(dsl -> dsl.select(COLUMNS).from(END_USERS).fetch(EndUserRows::endUser)).stream()
                .sorted(Comparator.comparing(EndUser::id))
                .toList();
    }
}

package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.SPEND;

import dev.stellwerk.adapters.persistence.database.AlreadyTaken;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.OtherVersion;
import dev.stellwerk.domain.access.Version;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Records of one kind in the database. Whoever changes one holds its row from reading to writing, so that no change is
 * built on what another has replaced meanwhile.
 */
final class StoredRecords<T> {
    private static final int TRIES_MAX = 3;

    private final Database database;
    private final ChangeLog log;
    private final StoredRows<T> rows;

    StoredRecords(Database database, ChangeLog log, StoredRows<T> rows) {
        this.database = database;
        this.log = log;
        this.rows = rows;
    }

    static <T> Optional<T> find(DSLContext dsl, StoredRows<T> rows, String id) {
        return dsl.select(rows.columns())
                .from(rows.table())
                .where(rows.id().eq(id))
                .fetchOptional(rows::record);
    }

    static <T> BiFunction<DSLContext, String, Optional<T>> finding(StoredRows<T> rows) {
        return (dsl, id) -> find(dsl, rows, id);
    }

    Optional<T> find(String id) {
        return database.await(database.look(dsl -> find(dsl, rows, id)));
    }

    List<T> all() {
        return database.read(
                dsl -> dsl.select(rows.columns()).from(rows.table()).fetch(rows::record));
    }

    boolean add(T record) {
        try {
            return log.change((dsl, changed) -> insert(dsl, record, changed));
        } catch (AlreadyTaken e) {
            return false;
        }
    }

    private boolean insert(DSLContext dsl, T record, Set<Changed> changed) {
        dsl.insertInto(rows.table()).set(rows.row(record)).execute();
        return changed.add(changed(rows.id(record)));
    }

    /** Empty when there is no such record. */
    Optional<T> change(String id, @Nullable Version expected, UnaryOperator<T> change) {
        return log.change((dsl, changed) -> Optional.ofNullable(
                        lock(dsl, Set.of(id), expected).get(id))
                .map(before -> update(dsl, before, change, changed)));
    }

    /** Those that are missing are made, again after somebody else was faster in making one. */
    List<T> changeAll(
            Set<String> ids, @Nullable Version expected, Function<String, T> missing, UnaryOperator<T> change) {
        for (int tries = 1; ; tries++) {
            try {
                return log.change((dsl, changed) -> {
                    Map<String, T> known = lock(dsl, ids, expected);
                    return ids.stream()
                            .map(id -> change(dsl, id, known.get(id), missing, change, changed))
                            .toList();
                });
            } catch (AlreadyTaken e) {
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    private T change(
            DSLContext dsl,
            String id,
            @Nullable T before,
            Function<String, T> missing,
            UnaryOperator<T> change,
            Set<Changed> changed) {
        if (before != null) {
            return update(dsl, before, change, changed);
        }
        T made = change.apply(missing.apply(id));
        boolean _ = insert(dsl, made, changed);
        return made;
    }

    private T update(DSLContext dsl, T before, UnaryOperator<T> change, Set<Changed> changed) {
        T after = rows.withVersion(change.apply(before), rows.version(before).next());
        var row = rows.row(after);
        row.keySet().removeAll(List.of(rows.id(), SPEND));
        dsl.update(rows.table()).set(row).where(rows.id().eq(rows.id(before))).execute();
        changed.add(changed(rows.id(before)));
        return after;
    }

    /** Holds the rows of these ids, in the same order for everybody, until the transaction ends. */
    Map<String, T> lock(DSLContext dsl, Collection<String> ids, @Nullable Version expected) {
        var known = new LinkedHashMap<String, T>();
        dsl.select(rows.columns())
                .from(rows.table())
                .where(rows.id().in(new TreeSet<>(ids)))
                .orderBy(rows.id())
                .forUpdate()
                .fetch(rows::record)
                .forEach(record -> known.put(rows.id(record), record));
        if (expected != null
                && !known.values().stream()
                        .allMatch(record -> rows.version(record).equals(expected))) {
            throw new OtherVersion();
        }
        return known;
    }

    /** Removes all of these and what hangs on them, or nothing when one is unknown; then tells which. */
    Set<String> removeAll(Set<String> ids, @Nullable Version expected, ChangeLog.Work<?> before) {
        return log.change((dsl, changed) -> {
            var unknown = new TreeSet<>(ids);
            unknown.removeAll(lock(dsl, ids, expected).keySet());
            if (unknown.isEmpty()) {
                before.apply(dsl, changed);
                dsl.deleteFrom(rows.table()).where(rows.id().in(ids)).execute();
                ids.forEach(id -> changed.add(changed(id)));
            }
            return unknown;
        });
    }

    private Changed changed(String id) {
        return new Changed(rows.kind(), id);
    }
}

package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.KeyTable.*;
import static java.util.Objects.requireNonNullElse;

import dev.stellwerk.adapters.persistence.database.AlreadyTaken;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.spi.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Keys in the database; asks it every time. */
final class JooqKeyDirectory implements KeyDirectory {
    private final Database database;
    private final ChangeLog log;

    JooqKeyDirectory(Database database, ChangeLog log) {
        this.database = database;
        this.log = log;
    }

    static Optional<ApiKey> find(DSLContext dsl, String hash) {
        return dsl.select(COLUMNS).from(KEYS).where(HASH.eq(hash)).fetchOptional(KeyRows::key);
    }

    @Override
    public Optional<ApiKey> find(String hash) {
        return database.await(database.look(dsl -> find(dsl, hash)));
    }

    @Override
    public boolean add(ApiKey key) {
        try {
            return log.change((dsl, changed) -> {
                dsl.insertInto(KEYS).set(KeyRows.row(key)).execute();
                return changed.add(changed(key.hash()));
            });
        } catch (AlreadyTaken e) {
            return false;
        }
    }

    @Override
    public boolean replace(ApiKey key) {
        var row = KeyRows.row(key);
        row.keySet().removeAll(List.of(HASH, SPEND));
        try {
            return log.change((dsl, changed) ->
                    dsl.update(KEYS).set(row).where(HASH.eq(key.hash())).execute() > 0
                            && changed.add(changed(key.hash())));
        } catch (AlreadyTaken e) {
            throw new InvalidValue("key_alias", requireNonNullElse(key.alias(), ""), "is the alias of another key");
        }
    }

    @Override
    public Set<String> remove(Set<String> hashes) {
        return log.change((dsl, changed) -> remove(dsl, HASH.in(new TreeSet<>(hashes)), changed));
    }

    /** Removes the keys that match and tells their hashes. */
    static Set<String> remove(DSLContext dsl, Condition which, Set<Changed> changed) {
        Set<String> removed = dsl.deleteFrom(KEYS).where(which).returning(HASH).fetchSet(HASH);
        removed.forEach(hash -> changed.add(changed(hash)));
        return removed;
    }

    private static Changed changed(String hash) {
        return new Changed(Kind.KEY, hash);
    }

    @Override
    public boolean aliasTaken(String alias) {
        return database.read(dsl -> dsl.fetchExists(KEYS, ALIAS.eq(alias)));
    }

    @Override
    public Optional<ApiKey> findByAlias(String alias) {
        return database.read(
                dsl -> dsl.select(COLUMNS).from(KEYS).where(ALIAS.eq(alias)).fetchOptional(KeyRows::key));
    }

    @Override
    public KeyPage list(KeyFilter filter, int page, int size) {
        Condition condition = condition(filter);
        return database.read(dsl -> new KeyPage(
                dsl.select(COLUMNS)
                        .from(KEYS)
                        .where(condition)
                        .orderBy(CREATED_AT.desc(), HASH)
                        .limit(size)
                        .offset((page - 1L) * size)
                        .fetch(KeyRows::key),
                dsl.fetchCount(KEYS, condition)));
    }

    @Override
    public List<ApiKey> ofTeam(String teamId) {
        return database.read(dsl -> dsl.select(COLUMNS)
                .from(KEYS)
                .where(TEAM_ID.eq(teamId))
                .orderBy(CREATED_AT.desc(), HASH)
                .fetch(KeyRows::key));
    }

    private static Condition condition(KeyFilter filter) {
        var conditions = new ArrayList<Condition>();
        add(conditions, TEAM_ID, filter.teamId());
        add(conditions, USER_ID, filter.userId());
        add(conditions, ALIAS, filter.alias());
        add(conditions, HASH, filter.hash());
        return DSL.and(conditions);
    }

    private static void add(List<Condition> conditions, Field<String> field, @Nullable String value) {
        if (value != null) {
            conditions.add(field.eq(value));
        }
    }
}

package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.KeyTable.*;

import dev.stellwerk.adapters.persistence.database.AlreadyTaken;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.AliasTaken;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Keys in the database; asks it every time. */
final class JooqKeyDirectory implements KeyDirectory {
    private final Database database;
    private final ChangeLog log;
    private final StoredRecords<ApiKey> stored;

    JooqKeyDirectory(Database database, ChangeLog log) {
        this.database = database;
        this.log = log;
        this.stored = new StoredRecords<>(database, log, KeyRows.ROWS);
    }

    @Override
    public Optional<ApiKey> find(String hash) {
        return stored.find(hash);
    }

    @Override
    public Optional<ApiKey> read(String hash) {
        return find(hash);
    }

    @Override
    public boolean add(ApiKey key) {
        return stored.add(key);
    }

    @Override
    public Optional<ApiKey> change(String hash, @Nullable Version expected, UnaryOperator<ApiKey> change) {
        try {
            return stored.change(hash, expected, change);
        } catch (AlreadyTaken e) {
            throw new AliasTaken();
        }
    }

    @Override
    public Set<String> remove(Set<String> hashes, @Nullable Version expected) {
        return log.change((dsl, changed) -> {
            var _ = stored.lock(dsl, hashes, expected);
            return remove(dsl, HASH.in(new TreeSet<>(hashes)), changed);
        });
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
    public Optional<ApiKey> findByAlias(String alias) {
        return database.read(
                dsl -> dsl.select(COLUMNS).from(KEYS).where(ALIAS.eq(alias)).fetchOptional(KeyRows.ROWS::record));
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
                        .fetch(KeyRows.ROWS::record),
                dsl.fetchCount(KEYS, condition)));
    }

    @Override
    public List<ApiKey> ofTeam(String teamId) {
        return database.read(dsl -> dsl.select(COLUMNS)
                .from(KEYS)
                .where(TEAM_ID.eq(teamId))
                .orderBy(CREATED_AT.desc(), HASH)
                .fetch(KeyRows.ROWS::record));
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

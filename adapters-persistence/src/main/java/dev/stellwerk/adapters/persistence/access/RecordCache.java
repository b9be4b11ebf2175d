package dev.stellwerk.adapters.persistence.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Records of one kind as the database last told them, unknown ids included. What is known costs no lock; what is not
 * is asked for once, however many wait for it. While the database is away, what it told before is believed for longer.
 *
 * <p>Whoever forgets a record after a change finds the new one: a lookup that was under way is forgotten with it.
 */
final class RecordCache<V> {
    /** How long an answer is believed when the database cannot be asked. */
    private static final Duration LIFE_WITHOUT_DATABASE = Duration.ofMinutes(10);

    /** After the database could not be asked, until it is asked for the same record again. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Cache<String, Lookup<V>> lookups;
    private final Database database;
    private final Time time;
    private final long lifeNanos;
    private final BiFunction<DSLContext, String, Optional<V>> query;
    private final BiFunction<V, BigDecimal, V> withSpend;

    RecordCache(
            Database database,
            Time time,
            Duration life,
            int entriesMax,
            BiFunction<DSLContext, String, Optional<V>> query,
            BiFunction<V, BigDecimal, V> withSpend) {
        this.database = database;
        this.time = time;
        this.lifeNanos = life.toNanos();
        this.query = query;
        this.withSpend = withSpend;
        this.lookups = Caffeine.newBuilder()
                .maximumSize(entriesMax)
                .expireAfterWrite(LIFE_WITHOUT_DATABASE)
                .ticker(time::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** An answer of the database. */
    private record Answer<V>(Optional<V> value, long verifiedAt, long askAgainAt) {}

    /** One question to the database: under way, or answered. */
    private static final class Lookup<V> {
        final @Nullable Answer<V> before;
        final CompletableFuture<Answer<V>> answer = new CompletableFuture<>();

        Lookup(@Nullable Answer<V> before) {
            this.before = before;
        }
    }

    /** The record of this id, if there is one; {@link StoreUnavailable} when that can neither be asked nor believed. */
    Optional<V> find(String id) {
        while (true) { // again only when another thread was faster
            Lookup<V> known = lookups.getIfPresent(id);
            if (known == null) {
                var first = new Lookup<V>(null);
                if (lookups.asMap().putIfAbsent(id, first) == null) {
                    return ask(id, first);
                }
            } else if (known.answer.state() != Future.State.SUCCESS) {
                return await(id, known);
            } else {
                Answer<V> answer = known.answer.resultNow();
                if (time.nanos() - answer.askAgainAt() < 0) {
                    return answer.value();
                }
                var next = new Lookup<>(answer);
                if (lookups.asMap().replace(id, known, next)) {
                    return ask(id, next);
                }
            }
        }
    }

    private Optional<V> ask(String id, Lookup<V> lookup) {
        var asked = database.look(dsl -> query.apply(dsl, id));
        var _ = asked.whenComplete((value, failure) -> answer(id, lookup, value, failure));
        return await(id, lookup);
    }

    private void answer(String id, Lookup<V> lookup, Optional<V> value, @Nullable Throwable failure) {
        if (failure == null) {
            long now = time.nanos();
            lookup.answer.complete(new Answer<>(value, now, now + lifeNanos));
        } else {
            fail(id, lookup, failure);
        }
    }

    private Optional<V> await(String id, Lookup<V> lookup) {
        try {
            return database.await(lookup.answer).value();
        } catch (StoreUnavailable e) {
            if (!Thread.currentThread().isInterrupted()) { // who was interrupted gives up alone
                fail(id, lookup, e);
            }
            if (lookup.answer.state() == Future.State.SUCCESS) {
                return lookup.answer.resultNow().value();
            }
            throw e;
        }
    }

    /** Falls back to what was known before, or forgets that it was asked. */
    private void fail(String id, Lookup<V> lookup, Throwable failure) {
        Answer<V> before = lookup.before;
        long now = time.nanos();
        long left = before == null ? 0 : before.verifiedAt() + LIFE_WITHOUT_DATABASE.toNanos() - now;
        if (failure instanceof StoreUnavailable && before != null && left > 0) {
            long askAgainAt = now + Math.min(left, REST.toNanos());
            lookup.answer.complete(new Answer<>(before.value(), before.verifiedAt(), askAgainAt));
        } else {
            lookups.asMap().remove(id, lookup);
            lookup.answer.completeExceptionally(failure);
        }
    }

    void forget(String id) {
        lookups.invalidate(id);
    }

    void forgetAll() {
        lookups.invalidateAll();
    }

    /** How many ids something is known about. */
    long size() {
        lookups.cleanUp();
        return lookups.estimatedSize();
    }

    /** Those of the records that are known and would be wrong once more was spent. */
    Followed follow(Collection<String> ids) {
        var followed = new HashMap<String, Lookup<V>>();
        var unsure = new ArrayList<String>();
        for (String id : ids) {
            Lookup<V> known = lookups.getIfPresent(id);
            if (known == null || known.answer.state() != Future.State.SUCCESS) {
                unsure.add(id);
            } else if (known.answer.resultNow().value().isPresent()) {
                followed.put(id, known);
            }
        }
        return new Followed(followed.keySet(), spends -> {
            learn(followed, spends);
            unsure.forEach(this::forget); // what is asked for meanwhile may be from before the new spend
        });
    }

    /** A record that was forgotten or read again since then is left alone: it is newer than what is told here. */
    private void learn(Map<String, Lookup<V>> followed, Map<String, BigDecimal> spends) {
        spends.forEach((id, spend) -> {
            Lookup<V> known = followed.get(id);
            if (known != null) {
                Answer<V> old = known.answer.resultNow();
                var lookup = new Lookup<V>(null);
                lookup.answer.complete(new Answer<>(
                        old.value().map(value -> withSpend.apply(value, AccountRows.dollars(spend))),
                        old.verifiedAt(),
                        old.askAgainAt()));
                lookups.asMap().replace(id, known, lookup);
            }
        });
    }
}

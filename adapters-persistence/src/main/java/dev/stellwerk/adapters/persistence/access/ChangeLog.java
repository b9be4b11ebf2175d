package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.ChangeTable.*;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.Result;

/**
 * Makes changes and sees to it that every instance forgets what it knew of the changed records: this one before the
 * change returns, the others by a message and, should that be lost, by reading a shared database's log.
 */
final class ChangeLog {
    private static final int CHANGES_ONE_BY_ONE_MAX = 200;
    private static final long KEPT_MAX = 10_000;
    private static final Changed EVERYTHING = new Changed(Kind.EVERYTHING, "");

    private final Database database;
    private final KnownRecords known;
    private final Invalidations others;
    private final Set<Long> own = ConcurrentHashMap.newKeySet();
    private long revisionSeen = -1; // only the upkeep thread reads on

    ChangeLog(Database database, KnownRecords known, Invalidations others) {
        this.database = database;
        this.known = known;
        this.others = others;
        others.subscribe(known::forget);
    }

    /** Work that changes records and adds to the set which. */
    interface Work<T> {
        T apply(DSLContext dsl, Set<Changed> changed);
    }

    <T> T change(Work<T> work) {
        var entry = new Entry();
        return database.change(dsl -> apply(work, dsl, entry), made -> announce(entry, made));
    }

    /** The same on behalf of a model call. */
    <T> T changeForCall(Work<T> work) {
        var entry = new Entry();
        return database.changeForCall(dsl -> apply(work, dsl, entry), made -> announce(entry, made));
    }

    /** What one change is to tell; of an attempt that is repeated only the last counts. */
    private static final class Entry {
        final Set<Changed> changed = new LinkedHashSet<>();
        final Set<Long> revisions = new LinkedHashSet<>();
    }

    private <T> T apply(Work<T> work, DSLContext dsl, Entry entry) {
        entry.revisions.clear();
        T result = work.apply(dsl, entry.changed);
        entry.revisions.addAll(write(dsl, summary(entry.changed)));
        return result;
    }

    private static Set<Changed> summary(Set<Changed> changed) {
        return changed.size() > CHANGES_ONE_BY_ONE_MAX ? Set.of(EVERYTHING) : changed;
    }

    private void announce(Entry entry, boolean made) {
        if (made) {
            own.addAll(entry.revisions); // of what may yet be made the log must tell
        }
        for (Changed one : summary(entry.changed)) {
            known.forget(one);
            others.publish(one);
        }
    }

    /** The counter's row stays locked until the commit, so that revisions become visible in their order. */
    private Set<Long> write(DSLContext dsl, Set<Changed> changed) {
        if (!database.shared() || changed.isEmpty()) {
            return Set.of();
        }
        var revisions = new LinkedHashSet<Long>();
        dsl.update(COUNTER).set(REVISION, REVISION.plus(changed.size())).execute();
        long last = newest(dsl);
        long revision = last - changed.size();
        for (Changed one : changed) {
            dsl.insertInto(CHANGES, REVISION, KIND, RECORD_ID)
                    .values(++revision, one.kind().name(), one.id())
                    .execute();
            revisions.add(revision);
        }
        dsl.deleteFrom(CHANGES).where(REVISION.le(last - KEPT_MAX)).execute();
        return revisions;
    }

    private static long newest(DSLContext dsl) {
        return dsl.select(REVISION).from(COUNTER).fetchSingle(REVISION);
    }

    /** Forgets what other instances have changed since the last time. */
    void readOn() {
        if (!database.shared()) {
            return;
        }
        long newest = database.transaction(ChangeLog::newest);
        if (newest != revisionSeen) {
            readOn(newest);
        }
    }

    private void readOn(long newest) {
        Result<Record3<Long, String, String>> changes =
                database.transaction(dsl -> dsl.select(REVISION, KIND, RECORD_ID)
                        .from(CHANGES)
                        .where(REVISION.gt(revisionSeen).and(REVISION.le(newest)))
                        .orderBy(REVISION)
                        .fetch());
        if (revisionSeen < 0 || changes.size() != newest - revisionSeen) {
            known.forget(EVERYTHING); // the start, a log that was cut, or a database that was restored
        } else {
            changes.forEach(change -> hear(change.value1(), change.value2(), change.value3()));
        }
        revisionSeen = newest;
        own.removeIf(revision -> revision <= newest);
    }

    /** Of its own changes this instance knows; what it has read since then is newer. */
    private void hear(long revision, String kind, String id) {
        if (!own.contains(revision)) {
            known.forget(changed(kind, id));
        }
    }

    /** Instances of other versions may speak of what is not known here. */
    private static Changed changed(String kind, String id) {
        for (Kind one : Kind.values()) {
            if (one.name().equals(kind)) {
                return new Changed(one, id);
            }
        }
        return EVERYTHING;
    }
}

package dev.stellwerk.adapters.persistence.database;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.port.out.Records;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.Metadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process that says what it finds in the database, then makes, blocks and removes keys and changes one row all the
 * time, until it is killed. It prints each change once it was told that it is stored.
 *
 * <p>Arguments: the folder, how many threads write, and a name for what this process makes.
 */
final class ChangingRecords {
    static final String COUNTER = "counter";
    static final String READY = "ready";
    /** What becomes of a key, in this order. */
    static final List<String> LIFE = List.of("made", "blocked", "removed");

    private static final int REMOVED_EVERY = 3;
    private static final int PAGE = 100_000;

    private ChangingRecords() {}

    public static void main(String[] arguments) {
        Database database = TestDatabase.embedded(Path.of(arguments[0]));
        // freed space is used again after a second, as it is in the product once a file is older than 45
        database.transaction(dsl -> dsl.execute("set retention_time 1000"));
        AccessStore store = Stores.access(database);
        store.keys().list(new KeyFilter(null, null, null, null), 1, PAGE).keys().forEach(ChangingRecords::tell);
        store.keys().add(Records.key(COUNTER));
        say(READY);
        int writers = Integer.parseInt(arguments[1]);
        for (int i = 0; i < writers; i++) {
            String name = arguments[2] + '-' + i;
            Thread.ofPlatform().start(() -> write(store, name));
        }
        count(store);
    }

    private static void tell(ApiKey key) {
        say(
                key.hash().equals(COUNTER)
                        ? "counted " + key.metadata().get(COUNTER)
                        : (key.blocked() ? "blocked " : "made ") + key.hash());
    }

    private static void write(AccessStore store, String name) {
        for (int i = 0; ; i++) {
            String hash = name + '-' + i;
            store.keys().add(Records.key(hash));
            say("made " + hash);
            store.keys().change(hash, null, key -> key.withBlocked(true, Records.CHANGED));
            say("blocked " + hash);
            if (removed(hash)) {
                store.keys().remove(Set.of(hash), null);
                say("removed " + hash);
            }
        }
    }

    /** Whether this key is one of those that are removed in the end. */
    static boolean removed(String hash) {
        return Integer.parseInt(hash.substring(hash.lastIndexOf('-') + 1)) % REMOVED_EVERY == 0;
    }

    private static void count(AccessStore store) {
        while (true) {
            ApiKey counter = store.keys()
                    .change(
                            COUNTER,
                            null,
                            key -> KeyChange.builder()
                                    .metadata(FieldChange.to(Metadata.of(Map.of(COUNTER, next(key)))))
                                    .build()
                                    .after(key, Records.CHANGED))
                    .orElseThrow();
            say("counted " + counter.metadata().get(COUNTER));
        }
    }

    private static int next(ApiKey key) {
        return key.metadata().get(COUNTER) instanceof Integer count ? count + 1 : 1;
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}

package dev.stellwerk.adapters.persistence.database;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.application.port.out.Records;
import java.nio.file.Path;

/** A process that adds keys from several threads and prints each once it was told that it is stored. */
final class WritingKeys {
    private static final int THREADS = 4;

    private WritingKeys() {}

    public static void main(String[] arguments) throws InterruptedException {
        AccessStore store = Stores.access(TestDatabase.embedded(Path.of(arguments[0])));
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread.ofPlatform().start(() -> write(store, number));
        }
    }

    private static void write(AccessStore store, int number) {
        for (long i = 0; ; i++) {
            String hash = number + "-" + i;
            store.keys().add(Records.key(hash));
            synchronized (WritingKeys.class) {
                System.out.println(hash);
                System.out.flush();
            }
        }
    }
}

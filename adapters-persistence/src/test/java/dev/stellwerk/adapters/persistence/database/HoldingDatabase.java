package dev.stellwerk.adapters.persistence.database;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that has the database open until it is killed. */
final class HoldingDatabase {
    private HoldingDatabase() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Database database = TestDatabase.embedded(Path.of(arguments[0]))) {
            System.out.println("open " + database.shared());
            new CountDownLatch(1).await();
        }
    }
}

package dev.stellwerk.adapters.persistence.database;

import java.util.concurrent.ThreadFactory;

/** Threads as the gateway would pass them in. */
public final class TestThreads {
    public static final ThreadFactory FACTORY =
            Thread.ofPlatform().daemon().name("test-database-", 0).factory();

    private TestThreads() {}
}

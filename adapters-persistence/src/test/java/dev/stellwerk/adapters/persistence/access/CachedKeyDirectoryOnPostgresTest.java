package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.KeyDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CachedKeyDirectoryOnPostgresTest extends KeyDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.postgres();

    private final AccessStore store = Stores.access(DATABASE.get());

    @Override
    protected KeyDirectory keys() {
        return store.keys();
    }
}

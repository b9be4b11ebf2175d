package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.EndUserDirectory;
import dev.stellwerk.application.port.out.EndUserDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CachedEndUserDirectoryOnH2Test extends EndUserDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2();

    private final AccessStore store = Stores.access(DATABASE.get());

    @Override
    protected EndUserDirectory endUsers() {
        return store.endUsers();
    }
}

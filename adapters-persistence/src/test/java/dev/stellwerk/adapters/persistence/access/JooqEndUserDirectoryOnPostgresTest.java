package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.EndUserDirectory;
import dev.stellwerk.application.port.out.EndUserDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JooqEndUserDirectoryOnPostgresTest extends EndUserDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.postgres();

    private final DirectStore store = new DirectStore(DATABASE.get());

    @Override
    protected EndUserDirectory endUsers() {
        return store.endUsers();
    }
}

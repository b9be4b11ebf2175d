package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.EndUserDirectory;
import dev.stellwerk.application.port.out.EndUserDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JooqEndUserDirectoryOnH2Test extends EndUserDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2();

    private final DirectStore store = new DirectStore(DATABASE.get());

    @Override
    protected EndUserDirectory endUsers() {
        return store.endUsers();
    }
}

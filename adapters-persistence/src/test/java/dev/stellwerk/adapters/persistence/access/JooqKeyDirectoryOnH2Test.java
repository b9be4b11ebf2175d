package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.KeyDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JooqKeyDirectoryOnH2Test extends KeyDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2();

    private final DirectStore store = new DirectStore(DATABASE.get());

    @Override
    protected KeyDirectory keys() {
        return store.keys();
    }
}

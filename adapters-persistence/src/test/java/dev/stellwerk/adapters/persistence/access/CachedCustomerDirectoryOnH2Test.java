package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.CustomerDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CachedCustomerDirectoryOnH2Test extends CustomerDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2();

    private final AccessStore store = Stores.access(DATABASE.get());

    @Override
    protected CustomerDirectory customers() {
        return store.customers();
    }
}

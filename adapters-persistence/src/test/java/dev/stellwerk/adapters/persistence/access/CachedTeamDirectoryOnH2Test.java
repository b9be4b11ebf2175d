package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.application.port.out.TeamDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CachedTeamDirectoryOnH2Test extends TeamDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2();

    private final AccessStore store = Stores.access(DATABASE.get());

    @Override
    protected TeamDirectory teams() {
        return store.teams();
    }

    @Override
    protected KeyDirectory keys() {
        return store.keys();
    }
}

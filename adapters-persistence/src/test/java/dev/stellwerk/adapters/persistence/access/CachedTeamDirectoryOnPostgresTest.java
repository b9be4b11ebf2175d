package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.application.port.out.TeamDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CachedTeamDirectoryOnPostgresTest extends TeamDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.postgres();

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

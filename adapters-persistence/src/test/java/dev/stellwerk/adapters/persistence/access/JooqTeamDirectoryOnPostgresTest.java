package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.application.port.out.TeamDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JooqTeamDirectoryOnPostgresTest extends TeamDirectoryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.postgres();

    private final DirectStore store = new DirectStore(DATABASE.get());

    @Override
    protected TeamDirectory teams() {
        return store.teams();
    }

    @Override
    protected KeyDirectory keys() {
        return store.keys();
    }
}

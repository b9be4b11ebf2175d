package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.database.RunningTime;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import java.time.Duration;

/** The directories without what the instance knows. */
final class DirectStore {
    private final Database database;
    private final ChangeLog log;

    DirectStore(Database database) {
        this.database = database;
        this.log = new ChangeLog(
                database, new KnownRecords(database, new RunningTime(), Duration.ofMinutes(1)), Invalidations.ALONE);
    }

    KeyDirectory keys() {
        return new JooqKeyDirectory(database, log);
    }

    TeamDirectory teams() {
        return new JooqTeamDirectory(database, log);
    }

    CustomerDirectory customers() {
        return new JooqCustomerDirectory(database, log);
    }
}

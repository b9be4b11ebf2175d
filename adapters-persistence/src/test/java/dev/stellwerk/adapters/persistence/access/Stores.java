package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.database.RunningTime;
import dev.stellwerk.application.port.out.Invalidations;
import java.time.Duration;

/** The directories over a database, with nothing known yet. */
public final class Stores {
    private Stores() {}

    public static AccessStore access(Database database) {
        return new AccessStore(database, new RunningTime(), Duration.ofMinutes(1), Invalidations.ALONE);
    }
}

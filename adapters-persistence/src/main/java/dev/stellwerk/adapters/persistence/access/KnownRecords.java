package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** What this instance knows of keys, teams and customers without asking. */
final class KnownRecords {
    private static final int KEYS_MAX = 20_000;
    private static final int TEAMS_MAX = 5_000;
    private static final int CUSTOMERS_MAX = 20_000;

    final RecordCache<ApiKey> keys;
    final RecordCache<Team> teams;
    final RecordCache<Customer> customers;

    KnownRecords(Database database, Time time, Duration life) {
        keys = new RecordCache<>(
                database, time, life, KEYS_MAX, StoredRecords.finding(KeyRows.ROWS), ApiKey::withSpend);
        teams = new RecordCache<>(
                database, time, life, TEAMS_MAX, StoredRecords.finding(TeamRows.ROWS), Team::withSpend);
        customers = new RecordCache<>(
                database, time, life, CUSTOMERS_MAX, StoredRecords.finding(CustomerRows.ROWS), Customer::withSpend);
    }

    void forget(Changed changed) {
        switch (changed.kind()) {
            case KEY -> keys.forget(changed.id());
            case TEAM -> teams.forget(changed.id());
            case CUSTOMER -> customers.forget(changed.id());
            case EVERYTHING -> {
                keys.forgetAll();
                teams.forgetAll();
                customers.forgetAll();
            }
        }
    }

    Followed follow(Kind kind, Collection<String> ids) {
        return switch (kind) {
            case KEY -> keys.follow(ids);
            case TEAM -> teams.follow(ids);
            case CUSTOMER -> customers.follow(ids);
            case EVERYTHING -> new Followed(Set.of(), _ -> {});
        };
    }
}

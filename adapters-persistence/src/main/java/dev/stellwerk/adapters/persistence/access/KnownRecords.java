package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.EndUser;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** What this instance knows of keys, teams and customers without asking. */
final class KnownRecords {
    private static final int KEYS_MAX = 20_000;
    private static final int TEAMS_MAX = 5_000;
    private static final int END_USERS_MAX = 20_000;

    final RecordCache<ApiKey> keys;
    final RecordCache<Team> teams;
    final RecordCache<EndUser> endUsers;

    KnownRecords(Database database, Time time, Duration life) {
        keys = new RecordCache<>(database, time, life, KEYS_MAX, JooqKeyDirectory::find, KeyRows::withSpend);
        teams = new RecordCache<>(database, time, life, TEAMS_MAX, JooqTeamDirectory::find, TeamRows::withSpend);
        endUsers = new RecordCache<>(
                database, time, life, END_USERS_MAX, JooqEndUserDirectory::find, EndUserRows::withSpend);
    }

    void forget(Changed changed) {
        switch (changed.kind()) {
            case KEY -> keys.forget(changed.id());
            case TEAM -> teams.forget(changed.id());
            case END_USER -> endUsers.forget(changed.id());
            case EVERYTHING -> {
                keys.forgetAll();
                teams.forgetAll();
                endUsers.forgetAll();
            }
        }
    }

    Followed follow(Kind kind, Collection<String> ids) {
        return switch (kind) {
            case KEY -> keys.follow(ids);
            case TEAM -> teams.follow(ids);
            case END_USER -> endUsers.follow(ids);
            case EVERYTHING -> new Followed(Set.of(), _ -> {});
        };
    }
}

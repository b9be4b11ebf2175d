package dev.stellwerk.application.management;

import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records as they are before the first field is set. */
final class FreshRecords {
    private static final String NOBODY_ELSE = "default_user_id";

    private FreshRecords() {}

    static ApiKey key(String text, Instant now) {
        return new ApiKey(
                KeyText.hash(text),
                KeyText.display(text),
                null,
                null,
                NOBODY_ELSE,
                List.of(),
                Map.of(),
                List.of(),
                Set.of(),
                Metadata.NONE,
                null,
                Limits.NONE,
                Budget.NONE,
                null,
                false,
                null,
                Metadata.NONE,
                NOBODY_ELSE,
                now,
                now,
                Version.first(now));
    }

    static Team team(String id, Instant now) {
        return new Team(
                id,
                null,
                List.of(),
                null,
                Set.of(),
                Metadata.NONE,
                null,
                Limits.NONE,
                Budget.NONE,
                false,
                Metadata.NONE,
                now,
                now,
                Version.first(now));
    }

    static Customer customer(String id, Instant now) {
        return new Customer(
                id, null, Set.of(), null, Limits.NONE, Budget.NONE, false, Metadata.NONE, now, now, Version.first(now));
    }
}

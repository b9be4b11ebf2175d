package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import java.time.Instant;

/** Keys that differ from another in one part. */
public final class ApiKeys {
    private ApiKeys() {}

    public static ApiKey withBudget(ApiKey key, Budget budget) {
        return changed(key, budget, key.blocked(), key.updatedAt());
    }

    public static ApiKey withBlocked(ApiKey key, boolean blocked, Instant now) {
        return changed(key, key.budget(), blocked, now);
    }

    private static ApiKey changed(ApiKey key, Budget budget, boolean blocked, Instant updatedAt) {
        return new ApiKey(
                key.hash(),
                key.display(),
                key.alias(),
                key.teamId(),
                key.userId(),
                key.models(),
                key.aliases(),
                key.allowedRoutes(),
                key.regions(),
                key.metadata(),
                key.routerSettings(),
                key.limits(),
                budget,
                blocked,
                key.expires(),
                key.extra(),
                key.createdBy(),
                key.createdAt(),
                updatedAt);
    }
}

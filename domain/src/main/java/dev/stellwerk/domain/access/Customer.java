package dev.stellwerk.domain.access;

import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A customer of an application, known by the id that the application sends in {@code user}.
 *
 * @param regions where its requests may go; empty means anywhere
 * @param defaultModel tried, inside the region, when the region leaves nothing of the group asked for
 * @param extra fields that are kept and shown, and mean nothing here
 * @param version changes with every change by management
 */
public record Customer(
        String id,
        @Nullable String alias,
        Set<Region> regions,
        @Nullable String defaultModel,
        Limits limits,
        Budget budget,
        boolean blocked,
        Metadata extra,
        Instant createdAt,
        Instant updatedAt,
        Version version) {

    public Customer {
        regions = Set.copyOf(regions);
    }

    /** The same with another budget. */
    public Customer withBudget(Budget changed) {
        return new Customer(
                id, alias, regions, defaultModel, limits, changed, blocked, extra, createdAt, updatedAt, version);
    }

    /** The same with another spend. */
    public Customer withSpend(BigDecimal spend) {
        return withBudget(budget.withSpend(spend));
    }

    /** The same, blocked or not. */
    public Customer withBlocked(boolean changed, Instant now) {
        return new Customer(id, alias, regions, defaultModel, limits, budget, changed, extra, createdAt, now, version);
    }

    /** The same as another version. */
    public Customer withVersion(Version changed) {
        return new Customer(
                id, alias, regions, defaultModel, limits, budget, blocked, extra, createdAt, updatedAt, changed);
    }
}

package dev.stellwerk.domain.access;

import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A virtual key. The text itself is shown once, when the key is made, and kept nowhere.
 *
 * @param hash lower-case hex SHA-256 of the whole text; identifies the key everywhere
 * @param display {@code sk-...} and the last four characters, for people
 * @param alias unique display name; null means none
 * @param models what it may call; empty means everything. Knows wildcards, access groups and
 *     {@code all-team-models}, {@code all-proxy-models}, {@code no-default-models}
 * @param aliases names this key sends, and the models they stand for
 * @param allowedRoutes empty means every route that its role allows
 * @param regions where its requests may go; empty means anywhere
 * @param metadata JSON-shaped; {@code tags}, {@code allow_client_tags} and {@code disable_fallbacks} have a meaning
 * @param routerSettings overrides of the router's settings, JSON-shaped; null means none
 * @param raise what is added to the budget for a while; null means nothing
 * @param extra fields that are kept and shown, and mean nothing here
 * @param version changes with every change by management
 */
public record ApiKey(
        String hash,
        String display,
        @Nullable String alias,
        @Nullable String teamId,
        @Nullable String userId,
        List<String> models,
        Map<String, String> aliases,
        List<String> allowedRoutes,
        Set<Region> regions,
        Metadata metadata,
        @Nullable Metadata routerSettings,
        Limits limits,
        Budget budget,
        @Nullable BudgetRaise raise,
        boolean blocked,
        @Nullable Instant expires,
        Metadata extra,
        @Nullable String createdBy,
        Instant createdAt,
        Instant updatedAt,
        Version version) {

    public ApiKey {
        models = List.copyOf(models);
        aliases = Map.copyOf(aliases);
        allowedRoutes = List.copyOf(allowedRoutes);
        regions = Set.copyOf(regions);
    }

    /** The tags that are policy for every request of this key. */
    public List<String> tags() {
        return metadata.tags();
    }

    public boolean expired(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    /** The same with another budget. */
    public ApiKey withBudget(Budget changed) {
        return new ApiKey(
                hash,
                display,
                alias,
                teamId,
                userId,
                models,
                aliases,
                allowedRoutes,
                regions,
                metadata,
                routerSettings,
                limits,
                changed,
                raise,
                blocked,
                expires,
                extra,
                createdBy,
                createdAt,
                updatedAt,
                version);
    }

    /** The same with the raise in its budget while that lasts. */
    public ApiKey raisedAt(Instant now) {
        BigDecimal max = budget.max();
        return raise == null || max == null || !now.isBefore(raise.until())
                ? this
                : withBudget(budget.withMax(max.add(raise.amount())));
    }

    /** The same with another spend. */
    public ApiKey withSpend(BigDecimal spend) {
        return withBudget(budget.withSpend(spend));
    }

    /** The same, blocked or not. */
    public ApiKey withBlocked(boolean changed, Instant now) {
        return new ApiKey(
                hash,
                display,
                alias,
                teamId,
                userId,
                models,
                aliases,
                allowedRoutes,
                regions,
                metadata,
                routerSettings,
                limits,
                budget,
                raise,
                changed,
                expires,
                extra,
                createdBy,
                createdAt,
                now,
                version);
    }

    /** The same as another version. */
    public ApiKey withVersion(Version changed) {
        return new ApiKey(
                hash,
                display,
                alias,
                teamId,
                userId,
                models,
                aliases,
                allowedRoutes,
                regions,
                metadata,
                routerSettings,
                limits,
                budget,
                raise,
                blocked,
                expires,
                extra,
                createdBy,
                createdAt,
                updatedAt,
                changed);
    }

    @Override
    public String toString() {
        return "ApiKey[" + display + "]";
    }
}

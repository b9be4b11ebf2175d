package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.application.port.in.ManageTeams;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.BudgetRaise;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.region.Region;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys, teams and customers as the rows that LiteLLM's API shows. */
final class RecordJson {
    private RecordJson() {}

    static Map<String, @Nullable Object> key(ApiKey key) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("token", key.hash());
        row.put("key_name", key.display());
        row.put("key_alias", key.alias());
        row.put("spend", key.budget().spend());
        row.put("expires", text(key.expires()));
        row.put("models", key.models());
        row.put("aliases", key.aliases());
        row.put("config", Map.of());
        row.put("user_id", key.userId());
        row.put("team_id", key.teamId());
        row.put("permissions", Map.of());
        row.put("metadata", key.metadata().entries());
        row.put("blocked", key.blocked());
        putLimits(row, key.limits());
        putBudget(row, key.budget());
        row.put("allowed_cache_controls", List.of());
        row.put("allowed_routes", key.allowedRoutes());
        row.put("allowed_model_region", regions(key.regions()));
        row.put("router_settings", shown(key.routerSettings()));
        row.put("model_spend", Map.of());
        row.put("model_max_budget", Map.of());
        row.put("created_by", key.createdBy());
        row.put("created_at", text(key.createdAt()));
        row.put("updated_at", text(key.updatedAt()));
        row.putAll(key.extra().entries());
        BudgetRaise raise = key.raise();
        if (raise != null) {
            row.put("temp_budget_increase", raise.amount());
            row.put("temp_budget_expiry", text(raise.until()));
        }
        return row;
    }

    static Map<String, @Nullable Object> team(Team team) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("team_id", team.id());
        row.put("team_alias", team.alias());
        row.put("organization_id", null);
        row.put("admins", List.of());
        row.put("members", List.of());
        row.put("members_with_roles", List.of());
        row.put("metadata", team.metadata().entries());
        row.put("models", team.models());
        row.put("blocked", team.blocked());
        row.put("spend", team.budget().spend());
        putLimits(row, team.limits());
        putBudget(row, team.budget());
        row.put("allowed_model_region", regions(team.regions()));
        row.put("router_settings", shown(team.routerSettings()));
        row.put("model_id", null);
        row.put(
                "litellm_model_table",
                team.modelAliases() == null ? null : Map.of("model_aliases", team.modelAliases()));
        row.put("created_at", text(team.createdAt()));
        row.put("updated_at", text(team.updatedAt()));
        row.putAll(team.extra().entries());
        return row;
    }

    /** A team as it stands in the list of teams. */
    static Map<String, @Nullable Object> listedTeam(ManageTeams.WithKeys listed) {
        Map<String, @Nullable Object> row = team(listed.team());
        row.put("keys", listed.keys().stream().map(RecordJson::key).toList());
        row.put("team_memberships", List.of());
        return row;
    }

    static Map<String, @Nullable Object> customer(Customer user) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("user_id", user.id());
        row.put("alias", user.alias());
        row.put("spend", user.budget().spend());
        row.put("blocked", user.blocked());
        row.put("allowed_model_region", regions(user.regions()));
        row.put("default_model", user.defaultModel());
        row.put("litellm_budget_table", budgetTable(user));
        row.putAll(user.extra().entries());
        return row;
    }

    private static @Nullable Map<String, @Nullable Object> budgetTable(Customer user) {
        Budget budget = user.budget();
        boolean unbounded = budget.max() == null && budget.soft() == null && budget.duration() == null;
        if (unbounded && user.limits().equals(Limits.NONE)) {
            return null;
        }
        var table = new LinkedHashMap<String, @Nullable Object>();
        putLimits(table, user.limits());
        putBudget(table, budget);
        return table;
    }

    private static void putLimits(Map<String, @Nullable Object> row, Limits limits) {
        row.put("tpm_limit", limits.tokensPerMinute());
        row.put("rpm_limit", limits.requestsPerMinute());
        row.put("max_parallel_requests", limits.parallelRequestsMax());
        if (!limits.requestsPerMinuteByModel().isEmpty()) {
            row.put("model_rpm_limit", limits.requestsPerMinuteByModel());
        }
        if (!limits.tokensPerMinuteByModel().isEmpty()) {
            row.put("model_tpm_limit", limits.tokensPerMinuteByModel());
        }
    }

    private static void putBudget(Map<String, @Nullable Object> row, Budget budget) {
        row.put("max_budget", budget.max());
        row.put("soft_budget", budget.soft());
        row.put("budget_duration", budget.duration());
        row.put("budget_reset_at", text(budget.resetAt()));
    }

    /** One region is a text, as in LiteLLM; several are a list. */
    private static @Nullable Object regions(Set<Region> regions) {
        List<String> names = regions.stream().sorted().map(Region::name).toList();
        return names.isEmpty() ? null : names.size() == 1 ? names.getFirst() : names;
    }

    private static @Nullable Map<String, @Nullable Object> shown(@Nullable Metadata settings) {
        return settings == null ? null : settings.entries();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}

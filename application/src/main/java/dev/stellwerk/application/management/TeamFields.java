package dev.stellwerk.application.management;

import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.access.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A team with the fields of a request applied. */
final class TeamFields {
    static final Set<String> OWN = Set.of("team_alias", "model_aliases");
    static final Set<String> KEPT = Set.of(
            "organization_id",
            "guardrails",
            "prompts",
            "logging",
            "allowed_passthrough_routes",
            "team_member_budget",
            "team_member_rpm_limit",
            "team_member_tpm_limit",
            "team_member_key_duration",
            "object_permission");
    static final Set<String> KEPT_WHEN_NEW = Set.of(
            "members_with_roles", "admins", "members", "rpm_limit_type", "tpm_limit_type", "team_member_permissions");

    private static final String MEMBERS = "members_with_roles";

    private TeamFields() {}

    static Team fresh(String id, Fields fields, Instant now) {
        var extra = new LinkedHashMap<>(fields.kept(KEPT_WHEN_NEW, Map.of()));
        extra.put(MEMBERS, members(fields));
        var blank = new Team(
                id, null, List.of(), null, Set.of(), Map.of(), null, Limits.NONE, Budget.NONE, false, extra, now, now);
        return applied(blank, CommonFields.budget(fields, Budget.NONE, now), fields, now);
    }

    /** Whoever makes a team is one of its admins. */
    private static List<Object> members(Fields fields) {
        var members = new ArrayList<Object>();
        Object given = fields.raw(MEMBERS);
        if (given instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            members.addAll(list);
        } else if (given != null) {
            throw Fields.malformed(MEMBERS, "must be a list of objects");
        }
        members.add(Map.of("role", "admin", "user_id", "default_user_id"));
        return List.copyOf(members);
    }

    static Team changed(Team team, Fields fields, Instant now) {
        return applied(team, CommonFields.budget(fields, team.budget(), now), fields, now);
    }

    static Team withBlocked(Team team, boolean blocked, Instant now) {
        return changed(team, new Fields(Map.of("blocked", blocked)), now);
    }

    private static Team applied(Team team, Budget budget, Fields fields, Instant now) {
        return new Team(
                team.id(),
                fields.text("team_alias", team.alias()),
                fields.texts("models", team.models()),
                fields.names("model_aliases", team.modelAliases()),
                fields.regions(CommonFields.REGION, team.regions()),
                CommonFields.metadata(fields, team.metadata()),
                CommonFields.routerSettings(fields, team.routerSettings()),
                CommonFields.limits(fields, team.limits()),
                budget,
                fields.flag("blocked", team.blocked()),
                fields.kept(KEPT, team.extra()),
                team.createdAt(),
                now);
    }
}

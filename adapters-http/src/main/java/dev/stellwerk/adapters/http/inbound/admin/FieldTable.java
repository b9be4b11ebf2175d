package dev.stellwerk.adapters.http.inbound.admin;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one table of the fields that management requests may have, and what each of them does here. Whatever is not in it
 * is left out, and named in the answer.
 */
final class FieldTable {
    /** What a field does. */
    enum Effect {
        /** What its documentation says. */
        WORKS,
        /** It is kept and shown. Nobody is less protected for that. */
        KEPT,
        /** It limits who, what or how much, and nobody here sees to it: setting it is refused. */
        RESTRICTS,
        /** It names something that does not exist here: setting it is refused. */
        REFERS
    }

    private static final Map<String, Effect> SHARED = table(
            Set.of(
                    "blocked",
                    "allowed_model_region",
                    "rpm_limit",
                    "tpm_limit",
                    "max_parallel_requests",
                    "model_rpm_limit",
                    "model_tpm_limit",
                    "max_budget",
                    "soft_budget",
                    "budget_duration"),
            Set.of("budget_fallbacks", "throttle_on_budget_exceeded"),
            Set.of(
                    "model_max_budget",
                    "object_permission",
                    "budget_limits",
                    "tag_rpm_limit",
                    "tag_tpm_limit",
                    "tpd_limit",
                    "rpd_limit"),
            Set.of("budget_id"));

    private static final Map<String, Effect> KEYS_AND_TEAMS = union(
            SHARED,
            table(
                    Set.of("team_id", "models", "tags", "metadata", "router_settings"),
                    Set.of("prompts", "allowed_passthrough_routes"),
                    Set.of(
                            "guardrails",
                            "policies",
                            "enforced_params",
                            "access_group_ids",
                            "rpm_limit_type",
                            "tpm_limit_type"),
                    Set.of("organization_id", "project_id")));

    private static final Map<String, Effect> KEYS = union(
            KEYS_AND_TEAMS,
            table(
                    Set.of("key", "key_alias", "key_type", "duration", "user_id", "aliases", "allowed_routes"),
                    Set.of("allowed_cache_controls", "permissions", "config", "rotation_interval"),
                    Set.of("auto_rotate"),
                    Set.of()));

    private static final Map<String, Effect> TEAMS = union(
            KEYS_AND_TEAMS,
            table(
                    Set.of("team_alias", "model_aliases"),
                    Set.of("logging"),
                    Set.of(
                            "team_member_budget",
                            "team_member_rpm_limit",
                            "team_member_tpm_limit",
                            "team_member_key_duration",
                            "default_team_member_models"),
                    Set.of()));

    private static final Map<String, Effect> CUSTOMERS =
            union(SHARED, table(Set.of("user_id", "alias", "default_model"), Set.of(), Set.of(), Set.of()));

    static final FieldTable KEY_GENERATE = new FieldTable(union(KEYS, works("spend"), kept("send_invite_email")));
    static final FieldTable KEY_UPDATE =
            new FieldTable(union(KEYS, works("temp_budget_increase", "temp_budget_expiry")));
    static final FieldTable TEAM_NEW = new FieldTable(
            union(TEAMS, works("members_with_roles"), kept("admins", "members", "team_member_permissions")));
    static final FieldTable TEAM_UPDATE = new FieldTable(TEAMS);
    static final FieldTable CUSTOMER_NEW = new FieldTable(union(CUSTOMERS, works("spend")));
    static final FieldTable CUSTOMER_UPDATE = new FieldTable(CUSTOMERS);

    /** The entries of metadata that LiteLLM reads as limits; all others are for people. */
    static final FieldTable METADATA = new FieldTable(table(
            Set.of("tags", "allow_client_tags", "disable_fallbacks"),
            Set.of(),
            Set.of(
                    "model_rpm_limit",
                    "model_tpm_limit",
                    "guardrails",
                    "enforced_params",
                    "rpm_limit_type",
                    "tpm_limit_type"),
            Set.of()));

    static final FieldTable ROUTER_SETTINGS = new FieldTable(table(
            Set.of(
                    "fallbacks",
                    "context_window_fallbacks",
                    "content_policy_fallbacks",
                    "num_retries",
                    "timeout",
                    "model_group_retry_policy",
                    "routing_strategy",
                    "enable_tag_filtering"),
            Set.of(),
            Set.of("provider_budget_config"),
            Set.of()));

    private final Map<String, Effect> effects;

    private FieldTable(Map<String, Effect> effects) {
        this.effects = effects;
    }

    static FieldTable of(String... works) {
        return new FieldTable(works(works));
    }

    /** What a field does; null when it is not known. */
    @Nullable
    Effect effect(String name) {
        return effects.get(name);
    }

    Set<String> names(Effect effect) {
        var names = new TreeSet<String>();
        effects.forEach((name, its) -> {
            if (its == effect) {
                names.add(name);
            }
        });
        return names;
    }

    private static Map<String, Effect> works(String... names) {
        return table(Set.of(names), Set.of(), Set.of(), Set.of());
    }

    private static Map<String, Effect> kept(String... names) {
        return table(Set.of(), Set.of(names), Set.of(), Set.of());
    }

    private static Map<String, Effect> table(
            Set<String> works, Set<String> kept, Set<String> restricts, Set<String> refers) {
        var all = new TreeMap<String, Effect>();
        works.forEach(name -> all.put(name, Effect.WORKS));
        kept.forEach(name -> all.put(name, Effect.KEPT));
        restricts.forEach(name -> all.put(name, Effect.RESTRICTS));
        refers.forEach(name -> all.put(name, Effect.REFERS));
        return Collections.unmodifiableMap(all);
    }

    @SafeVarargs
    private static Map<String, Effect> union(Map<String, Effect>... tables) {
        var all = new TreeMap<String, Effect>();
        for (Map<String, Effect> table : tables) {
            all.putAll(table);
        }
        return Collections.unmodifiableMap(all);
    }
}

package dev.stellwerk.application.management;

import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.access.TemporaryBudget;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Limits;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key with the fields of a request applied. */
final class KeyFields {
    static final Set<String> OWN =
            Set.of("key", "key_alias", "key_type", "duration", "user_id", "aliases", "allowed_routes");
    static final Set<String> KEPT = Set.of(
            "organization_id",
            "rpm_limit_type",
            "tpm_limit_type",
            "budget_id",
            "model_max_budget",
            "allowed_cache_controls",
            "permissions",
            "config",
            "guardrails",
            "prompts",
            "enforced_params",
            "allowed_passthrough_routes",
            "object_permission",
            "auto_rotate",
            "rotation_interval");
    static final Set<String> TEMPORARY_BUDGET = Set.of(TemporaryBudget.INCREASE, TemporaryBudget.EXPIRY);

    private static final String FOR_EVER = "-1";
    private static final String NOBODY_ELSE = "default_user_id";

    private KeyFields() {}

    /** A new key for this text. */
    static ApiKey fresh(String text, Fields fields, Instant now) {
        String userId = fields.text("user_id", NOBODY_ELSE);
        var blank = new ApiKey(
                KeyText.hash(text),
                KeyText.display(text),
                null,
                null,
                userId == null ? NOBODY_ELSE : userId,
                List.of(),
                Map.of(),
                List.of(),
                Set.of(),
                Map.of(),
                null,
                Limits.NONE,
                Budget.NONE,
                false,
                null,
                Map.of(),
                NOBODY_ELSE,
                now,
                now);
        return applied(blank, CommonFields.firstBudget(fields, now), fields, now);
    }

    static ApiKey changed(ApiKey key, Fields fields, Instant now) {
        return applied(key, CommonFields.budget(fields, key.budget(), now), fields, now);
    }

    private static ApiKey applied(ApiKey key, Budget budget, Fields fields, Instant now) {
        Map<String, String> aliases = fields.names("aliases", key.aliases());
        return new ApiKey(
                key.hash(),
                key.display(),
                fields.text("key_alias", key.alias()),
                fields.text("team_id", key.teamId()),
                fields.text("user_id", key.userId()),
                fields.texts("models", key.models()),
                aliases == null ? Map.of() : aliases,
                allowedRoutes(fields, key.allowedRoutes()),
                fields.regions(CommonFields.REGION, key.regions()),
                CommonFields.metadata(fields, key.metadata()),
                CommonFields.routerSettings(fields, key.routerSettings()),
                CommonFields.limits(fields, key.limits()),
                budget,
                fields.flag("blocked", key.blocked()),
                expires(fields, key.expires(), now),
                extra(fields, key.extra()),
                key.createdBy(),
                key.createdAt(),
                now);
    }

    /** {@code key_type} is a shorthand for them. */
    private static List<String> allowedRoutes(Fields fields, List<String> now) {
        List<String> given = fields.texts("allowed_routes", now);
        String type = fields.text("key_type", null);
        return switch (type) {
            case null -> given;
            case "default" -> given;
            case "llm_api" -> List.of("llm_api_routes");
            case "management" -> List.of("management_routes");
            case "read_only" -> List.of("info_routes");
            default -> throw Fields.malformed("key_type", "must be default, llm_api, management or read_only");
        };
    }

    /** Exactly so much later, never moved to a boundary of the calendar. */
    private static @Nullable Instant expires(Fields fields, @Nullable Instant now, Instant time) {
        if (!fields.has("duration")) {
            return now;
        }
        String duration = fields.text("duration", null);
        return duration == null || duration.equals(FOR_EVER)
                ? null
                : CommonFields.period("duration", duration).after(time);
    }

    private static Map<String, Object> extra(Fields fields, Map<String, Object> now) {
        Map<String, Object> kept = fields.kept(KEPT, now);
        if (fields.among(TEMPORARY_BUDGET).isEmpty()) {
            return kept;
        }
        fields.dollars(TemporaryBudget.INCREASE, null);
        String expiry = fields.text(TemporaryBudget.EXPIRY, null);
        if (expiry != null && TemporaryBudget.parse(expiry).isEmpty()) {
            throw Fields.malformed(TemporaryBudget.EXPIRY, "must be a time such as 2026-01-31T12:00:00Z");
        }
        return fields.kept(TEMPORARY_BUDGET, new HashMap<>(kept));
    }

    /** A text that the caller chose: it must be as hard to guess as possible, and look like a key. */
    static void checkOwnText(String text) {
        boolean strong = KeyText.plausible(text) && text.length() >= KeyText.OWN_LENGTH_MIN;
        if (!strong) {
            throw new ManagementFault(
                    Kind.INVALID,
                    "key",
                    "Invalid key format: keys must start with 'sk-', and have " + KeyText.OWN_LENGTH_MIN + " to "
                            + KeyText.LENGTH_MAX + " visible ASCII characters");
        }
    }
}

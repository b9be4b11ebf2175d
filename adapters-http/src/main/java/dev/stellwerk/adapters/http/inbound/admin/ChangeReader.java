package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.error.FieldRules;
import dev.stellwerk.application.access.TagText;
import dev.stellwerk.application.change.BudgetChange;
import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.change.ExtraChange;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.change.LimitsChange;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.domain.access.BudgetRaise;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of management requests as changes of keys, teams and customers. */
final class ChangeReader {
    private static final String TAGS = "tags";
    private static final String METADATA = "metadata";
    private static final String RAISE = "temp_budget_increase";
    private static final String RAISE_UNTIL = "temp_budget_expiry";
    private static final String MEMBERS = "members_with_roles";
    private static final String FOR_EVER = "-1";
    private static final Map<String, List<String>> ROUTES_BY_KEY_TYPE = Map.of(
            "llm_api", List.of("llm_api_routes"),
            "management", List.of("management_routes"),
            "read_only", List.of("info_routes"));

    private final ManagementBody body;
    private final FieldReader fields;
    private final FieldTable table;

    ChangeReader(ManagementBody body, FieldTable table) {
        this.body = body;
        this.fields = new FieldReader(body);
        this.table = table;
    }

    KeyChange key() {
        return KeyChange.builder()
                .alias(fields.text("key_alias"))
                .teamId(fields.text("team_id"))
                .userId(fields.text("user_id"))
                .models(fields.texts("models"))
                .aliases(fields.names("aliases"))
                .allowedRoutes(allowedRoutes())
                .regions(fields.regions("allowed_model_region"))
                .metadata(metadata())
                .tags(tags())
                .routerSettings(fields.object("router_settings"))
                .limits(limits())
                .budget(budget())
                .raise(raise())
                .blocked(fields.flag("blocked"))
                .life(life())
                .extra(extra(Map.of()))
                .fields(body.fields().keySet())
                .build();
    }

    TeamChange team() {
        return TeamChange.builder()
                .alias(fields.text("team_alias"))
                .models(fields.texts("models"))
                .modelAliases(fields.names("model_aliases"))
                .regions(fields.regions("allowed_model_region"))
                .metadata(metadata())
                .tags(tags())
                .routerSettings(fields.object("router_settings"))
                .limits(limits())
                .budget(budget())
                .blocked(fields.flag("blocked"))
                .extra(extra(table == FieldTable.TEAM_NEW ? members() : Map.of()))
                .fields(body.fields().keySet())
                .build();
    }

    CustomerChange customer() {
        return CustomerChange.builder()
                .alias(fields.text("alias"))
                .regions(fields.regions("allowed_model_region"))
                .defaultModel(fields.text("default_model"))
                .limits(limits())
                .budget(budget())
                .blocked(fields.flag("blocked"))
                .extra(extra(Map.of()))
                .fields(body.fields().keySet())
                .build();
    }

    private LimitsChange limits() {
        return new LimitsChange(
                fields.count("rpm_limit"),
                fields.count("tpm_limit"),
                fields.smallCount("max_parallel_requests"),
                fields.counts("model_rpm_limit"),
                fields.counts("model_tpm_limit"));
    }

    /** Only the tables of what is new know {@code spend}. */
    private BudgetChange budget() {
        return new BudgetChange(
                fields.dollars("max_budget"),
                fields.dollars("soft_budget"),
                fields.period("budget_duration"),
                fields.dollars("spend"));
    }

    /** {@code key_type} is a shorthand for them. */
    private FieldChange<List<String>> allowedRoutes() {
        return switch (fields.text("key_type")) {
            case FieldChange.To<String>(String type)
            when !type.equals("default") -> {
                List<String> routes = ROUTES_BY_KEY_TYPE.get(type);
                if (routes == null) {
                    throw FieldReader.malformed("key_type", "must be default, llm_api, management or read_only");
                }
                yield FieldChange.to(routes);
            }
            case FieldChange<String> _ -> fields.texts("allowed_routes");
        };
    }

    private FieldChange<Period> life() {
        return FOR_EVER.equals(body.fields().get("duration")) ? FieldChange.cleared() : fields.period("duration");
    }

    private FieldChange<Metadata> metadata() {
        FieldChange<Metadata> metadata = fields.object(METADATA);
        Metadata value = metadata.valueOrNull();
        Object tags = value == null ? null : value.get(TAGS);
        if (tags != null) {
            checkTags(tags);
        }
        return metadata;
    }

    /** Tags that a typing error turned into something else would restrict nobody. */
    private static void checkTags(Object tags) {
        if (!(tags instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw FieldReader.malformed("metadata.tags", "must be a list of texts");
        }
        requireAcceptable(list);
    }

    private FieldChange<List<String>> tags() {
        FieldChange<List<String>> tags = fields.texts(TAGS);
        List<String> value = tags.valueOrNull();
        if (value != null) {
            requireAcceptable(value);
        }
        return tags;
    }

    private static void requireAcceptable(List<?> tags) {
        if (tags.size() > TagText.TAGS_MAX || !tags.stream().allMatch(tag -> TagText.acceptable(String.valueOf(tag)))) {
            throw new RefusedField(TAGS, FieldRules.TAGS);
        }
    }

    /** Both fields or neither; null ends a raise. */
    private FieldChange<BudgetRaise> raise() {
        FieldChange<BigDecimal> increase = fields.dollars(RAISE);
        FieldChange<String> expiry = fields.text(RAISE_UNTIL);
        BigDecimal amount = increase.valueOrNull();
        String until = expiry.valueOrNull();
        if (amount != null && until != null) {
            return FieldChange.to(new BudgetRaise(amount, time(until)));
        }
        if (amount != null || until != null) {
            String missing = amount == null ? RAISE : RAISE_UNTIL;
            throw new RefusedField(
                    missing, RAISE + " and " + RAISE_UNTIL + " belong together: " + missing + " is missing");
        }
        return increase instanceof FieldChange.Cleared || expiry instanceof FieldChange.Cleared
                ? FieldChange.cleared()
                : FieldChange.kept();
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw FieldReader.malformed(RAISE_UNTIL, "must be a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Whoever makes a team is one of its admins. */
    private Map<String, @Nullable Object> members() {
        var members = new ArrayList<@Nullable Object>();
        Object given = body.fields().get(MEMBERS);
        if (given instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            members.addAll(list);
        } else if (given != null) {
            throw FieldReader.malformed(MEMBERS, "must be a list of objects");
        }
        members.add(Map.of("role", "admin", "user_id", "default_user_id"));
        return Map.of(MEMBERS, members);
    }

    /** What is kept and shown without being understood, with these fields besides. */
    private ExtraChange extra(Map<String, @Nullable Object> besides) {
        var values = new LinkedHashMap<>(body.kept(table));
        values.putAll(besides);
        var cleared = new HashSet<String>();
        values.forEach((name, value) -> {
            if (value == null) {
                cleared.add(name);
            }
        });
        values.keySet().removeAll(cleared);
        return new ExtraChange(Metadata.of(values), cleared);
    }
}

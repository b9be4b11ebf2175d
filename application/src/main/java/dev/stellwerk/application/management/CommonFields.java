package dev.stellwerk.application.management;

import dev.stellwerk.application.access.Period;
import dev.stellwerk.application.access.RouterOverrides;
import dev.stellwerk.application.access.TagText;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Limits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that keys, teams and customers have in common. */
final class CommonFields {
    static final String TAGS = "tags";
    static final String METADATA = "metadata";
    static final String ROUTER_SETTINGS = "router_settings";
    static final String REGION = "allowed_model_region";
    static final Set<String> LIMITS =
            Set.of("rpm_limit", "tpm_limit", "max_parallel_requests", "model_rpm_limit", "model_tpm_limit");
    static final Set<String> BUDGET = Set.of("max_budget", "soft_budget", "budget_duration");

    private CommonFields() {}

    static Limits limits(Fields fields, Limits now) {
        return new Limits(
                fields.count("rpm_limit", now.requestsPerMinute()),
                fields.count("tpm_limit", now.tokensPerMinute()),
                fields.smallCount("max_parallel_requests", now.parallelRequestsMax()),
                fields.counts("model_rpm_limit", now.requestsPerMinuteByModel()),
                fields.counts("model_tpm_limit", now.tokensPerMinuteByModel()));
    }

    /** A new duration begins a new period; the spend stays as it is. */
    static Budget budget(Fields fields, Budget now, Instant time) {
        String duration = fields.text("budget_duration", now.duration());
        Instant resetAt = Objects.equals(duration, now.duration())
                ? now.resetAt()
                : duration == null ? null : period("budget_duration", duration).boundaryAfter(time);
        return new Budget(
                fields.dollars("max_budget", now.max()),
                fields.dollars("soft_budget", now.soft()),
                duration,
                resetAt,
                now.spend());
    }

    /** The same for what is new, which may begin with something already spent. */
    static Budget firstBudget(Fields fields, Instant time) {
        BigDecimal spend = fields.dollars("spend", BigDecimal.ZERO);
        return budget(fields, Budget.NONE, time).withSpend(spend == null ? BigDecimal.ZERO : spend);
    }

    static Period period(String field, String text) {
        return Period.parse(text)
                .orElseThrow(() -> Fields.malformed(field, "must be a number with s, m, h, d, w or mo, such as 30d"));
    }

    /** {@code metadata} replaces, and {@code tags} is put into what then holds. */
    static Map<String, Object> metadata(Fields fields, Map<String, Object> now) {
        Map<String, Object> given = fields.object(METADATA, now);
        var all = new LinkedHashMap<String, Object>(given == null ? Map.of() : given);
        if (fields.has(TAGS)) {
            if (fields.raw(TAGS) == null) {
                all.remove(TAGS);
            } else {
                all.put(TAGS, fields.texts(TAGS, List.of()));
            }
        }
        checkPolicyTags(all.get(TAGS));
        return Collections.unmodifiableMap(all);
    }

    /** Tags that a typing error turned into something else would restrict nobody. */
    private static void checkPolicyTags(@Nullable Object tags) {
        if (tags == null) {
            return;
        }
        if (!(tags instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw Fields.malformed("metadata.tags", "must be a list of texts");
        }
        for (Object tag : list) {
            if (!TagText.acceptable(String.valueOf(tag))) {
                throw new ManagementFault(Kind.INVALID, TAGS, TagText.RULE);
            }
        }
        if (list.size() > TagText.TAGS_MAX) {
            throw new ManagementFault(Kind.INVALID, TAGS, TagText.RULE);
        }
    }

    static @Nullable Map<String, Object> routerSettings(Fields fields, @Nullable Map<String, Object> now) {
        Map<String, Object> settings = fields.object(ROUTER_SETTINGS, now);
        if (settings != null && fields.has(ROUTER_SETTINGS)) {
            List<String> problems = RouterOverrides.parse(settings).problems();
            if (!problems.isEmpty()) {
                throw Fields.malformed(ROUTER_SETTINGS + "." + problems.getFirst(), "has a value of the wrong form");
            }
        }
        return settings;
    }
}

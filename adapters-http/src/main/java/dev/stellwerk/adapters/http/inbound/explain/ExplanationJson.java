package dev.stellwerk.adapters.http.inbound.explain;

import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.route.Json;
import dev.stellwerk.application.port.in.ExplainRoute.Candidate;
import dev.stellwerk.application.port.in.ExplainRoute.Explanation;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.request.SourcedTags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A decision as the JSON that endpoint and command line show. Never a credential. */
public final class ExplanationJson {
    private final ErrorReplies errors;
    private final Function<Endpoint, String> apiBase;

    /** @param apiBase the base URL of an endpoint as clients may see it */
    public ExplanationJson(ErrorReplies errors, Function<Endpoint, String> apiBase) {
        this.errors = errors;
        this.apiBase = apiBase;
    }

    /** The decision as JSON text. */
    public String explanationJson(Explanation explanation) {
        return new String(Json.bytes(values(explanation)), StandardCharsets.UTF_8);
    }

    Map<String, Object> values(Explanation explanation) {
        var values = new LinkedHashMap<String, Object>();
        values.put("model", explanation.model());
        values.put("model_group", explanation.group());
        values.put("alias", alias(explanation.alias()));
        values.put("caller", caller(explanation.caller()));
        values.put("constraints", constraints(explanation.tags(), explanation.regions()));
        values.put("strategy", explanation.strategy());
        values.put(
                "candidates",
                explanation.candidates().stream().map(this::candidate).toList());
        values.put("selected", explanation.selected());
        values.put(
                "error",
                explanation.error() == null
                        ? null
                        : errors.of(explanation.error(), "/chat/completions").tree());
        return values;
    }

    private static @Nullable Map<String, Object> alias(@Nullable Alias alias) {
        if (alias == null) {
            return null;
        }
        var values = new LinkedHashMap<String, Object>();
        values.put("name", alias.name());
        values.put("target", alias.target());
        values.put("hidden", alias.hidden());
        return values;
    }

    private static Map<String, Object> caller(Caller caller) {
        var values = new LinkedHashMap<String, Object>();
        values.put("key", caller.key().map(ApiKey::display).orElse(null));
        values.put("team_id", caller.team().map(Team::id).orElse(null));
        values.put("end_user", caller.customerId().orElse(null));
        return values;
    }

    private static Map<String, Object> constraints(SourcedTags tags, List<RegionRestriction> regions) {
        var from = new LinkedHashMap<String, String>();
        tags.sources().forEach((tag, source) -> from.put(tag, source.label()));
        var values = new LinkedHashMap<String, Object>();
        values.put("tags", tags.names());
        values.put("tags_from", from);
        values.put(
                "region", single(regions.stream().map(ExplanationJson::labels).toList()));
        values.put(
                "region_from",
                single(regions.stream().map(rule -> rule.source()).toList()));
        return values;
    }

    /** One region is a text, a choice of them a list. */
    private static Object labels(RegionRestriction rule) {
        var names = new TreeSet<String>();
        for (Region region : rule.regions()) {
            names.add(region.name());
        }
        return names.size() == 1 ? names.first() : new ArrayList<>(names);
    }

    /** Nearly always there is one restriction or none. */
    private static @Nullable Object single(List<?> values) {
        return values.isEmpty() ? null : values.size() == 1 ? values.getFirst() : values;
    }

    private Map<String, Object> candidate(Candidate candidate) {
        Deployment deployment = candidate.deployment();
        Rejection rejection = candidate.rejection();
        var values = new LinkedHashMap<String, Object>();
        values.put("model_id", deployment.id().value());
        values.put("api_base", apiBase.apply(deployment.endpoint()));
        values.put("tags", deployment.tagRules().tags());
        values.put("region", deployment.region().map(Region::name).orElse(null));
        values.put("verdict", rejection == null ? "eligible" : "rejected");
        if (rejection == null) {
            values.put("probability", candidate.probability());
        } else {
            values.put("stage", rejection.stage());
            values.put("reason", rejection.reason());
            values.put("detail", rejection.detail());
        }
        return values;
    }
}

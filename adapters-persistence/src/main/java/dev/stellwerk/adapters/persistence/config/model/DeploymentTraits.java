package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.key.KnownKeys;
import dev.stellwerk.adapters.persistence.config.key.Part;
import dev.stellwerk.adapters.persistence.config.key.SortedKeys.Sort;
import dev.stellwerk.adapters.persistence.config.provider.ModelFactsReader;
import dev.stellwerk.adapters.persistence.config.provider.ProviderRegions;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.FailureRules;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.deployment.TagRules;
import dev.stellwerk.domain.deployment.Timeouts;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.spi.InvalidValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an entry of {@code model_list} says beyond name and endpoint. */
public final class DeploymentTraits {
    private static final KnownKeys KEYS = KnownKeys.shipped();

    private final ModelFactsReader facts;
    private final boolean infersRegions;
    private final ParameterRulesReader parameterRules;

    /**
     * @param infersRegions whether the region of a provider stands in for a region that is not named
     * @param parameterRules what becomes of a request's parameters
     */
    public DeploymentTraits(ModelFactsReader facts, boolean infersRegions, ParameterRulesReader parameterRules) {
        this.facts = facts;
        this.infersRegions = infersRegions;
        this.parameterRules = parameterRules;
    }

    public Deployment.Builder read(
            Deployment.Builder builder,
            Section entry,
            Section parameters,
            Section info,
            Endpoint endpoint,
            List<Pattern> userAgentPatterns) {
        ModelFacts known = facts.read(endpoint, parameters, info);
        builder.tagRules(tags(parameters, info, userAgentPatterns))
                .region(region(parameters))
                .capacity(capacity(entry, parameters, info))
                .order(order(parameters, info))
                .timeouts(timeouts(parameters))
                .failureRules(failures(parameters, info))
                .facts(known)
                .budget(budget(parameters, known.price() == null && !isPattern(entry)))
                .parameterRules(parameterRules.read(endpoint.provider(), parameters))
                .mockResponse(parameters.text("mock_response"));
        return builder.requestDefaults(requestDefaults(parameters)); // last: takes what nobody asked for
    }

    private static TagRules tags(Section parameters, Section info, List<Pattern> userAgentPatterns) {
        return new TagRules(
                new LinkedHashSet<>(parameters.texts("tags")),
                userAgentPatterns,
                info.flag("enable_tag_filtering"),
                info.flag("allow_fail_open", false));
    }

    private Optional<Region> region(Section parameters) {
        Value value = parameters.get("region_name");
        String name = value == null ? null : value.text();
        if (value == null || name == null) {
            return value == null && infersRegions ? ProviderRegions.of(parameters) : Optional.empty();
        }
        try {
            return Optional.of(new Region(name));
        } catch (InvalidValue e) {
            value.error("'" + Value.shown(name) + "' is no region: 1 to 64 letters, digits, '_' or '-'");
            return Optional.empty();
        }
    }

    private static Capacity capacity(Section entry, Section parameters, Section info) {
        BigDecimal weight = parameters.amount("weight");
        return new Capacity(
                weight == null ? null : weight.doubleValue(),
                perMinute("rpm", entry, parameters, info),
                perMinute("tpm", entry, parameters, info),
                perMinute("itpm", entry, parameters, info),
                perMinute("otpm", entry, parameters, info),
                parameters.smallCount("max_parallel_requests"));
    }

    private static @Nullable Long perMinute(String key, Section entry, Section parameters, Section info) {
        Long top = entry.count(key);
        Long own = parameters.count(key);
        Long last = info.count(key);
        return top != null ? top : own != null ? own : last;
    }

    private static @Nullable Integer order(Section parameters, Section info) {
        Value own = parameters.get("order");
        Value other = info.get("order");
        Value order = own == null ? other : own;
        return order == null ? null : order.whole();
    }

    private static Timeouts timeouts(Section parameters) {
        Duration whole = parameters.bound("timeout");
        Duration request = parameters.bound("request_timeout");
        return new Timeouts(whole == null ? request : whole, parameters.bound("stream_timeout"));
    }

    private static FailureRules failures(Section parameters, Section info) {
        Duration own = parameters.seconds("cooldown_time");
        Duration other = info.seconds("cooldown_time");
        return new FailureRules(
                parameters.smallCount("num_retries"),
                own == null ? other : own,
                info.smallCount("allowed_fails"),
                FailurePolicies.allowedFails(info, "allowed_fails_policy"));
    }

    /** What a pattern's calls cost is known of the names that it matches. */
    private static boolean isPattern(Section entry) {
        String name = entry.text("model_name");
        return name != null && name.indexOf('*') >= 0;
    }

    /** @param neverCharged whether nobody knows what calls cost */
    private static @Nullable RoutingBudget budget(Section parameters, boolean neverCharged) {
        BigDecimal limit = parameters.amount("max_budget");
        Duration period = parameters.period("budget_duration");
        if (limit != null && period == null) {
            parameters.notEnforced("max_budget"); // without budget_duration there is no period to count in
        }
        if (limit != null && period != null && neverCharged) {
            parameters.report("max_budget", Level.WARNING, "is never used up: " + BudgetsWithoutPrice.ADVICE);
        }
        return limit == null || period == null ? null : new RoutingBudget(limit, period);
    }

    /** What is nobody's setting goes upstream with every request that does not set it itself. */
    private static Map<String, Object> requestDefaults(Section parameters) {
        var defaults = new LinkedHashMap<String, Object>(parameters.free("extra_body"));
        Set<String> known = Set.copyOf(parameters.asked());
        Map<String, Value> written = parameters.all();
        for (String key : parameters.others()) {
            Value value = written.get(key);
            Object data = value == null ? null : value.free(); // also tells of variables that are not set
            if (value == null) {
                continue;
            }
            switch (KEYS.of(Part.LITELLM_PARAMS).sortOf(key)) {
                case RESTRICTS -> KEYS.judgeRestriction(parameters, key, value);
                case WORKS, COMFORT -> parameters.report(key, Level.WARNING, "read, not used yet");
                case UNKNOWN -> {
                    if (Secrets.namedBy(key)) {
                        parameters.report(key, Level.WARNING, "read, not used yet");
                    } else if (data != null) {
                        warnOfLikelySlip(parameters, key, known);
                        defaults.put(key, data);
                    }
                }
            }
        }
        return defaults;
    }

    private static void warnOfLikelySlip(Section parameters, String key, Set<String> known) {
        if (RequestParameters.WELL_KNOWN.contains(key)) {
            return;
        }
        String sent = "is sent upstream as a request parameter";
        if (KEYS.of(Part.MODEL_INFO).sortOf(key) != Sort.UNKNOWN) {
            parameters.report(key, Level.WARNING, sent + "; as a setting it stands in model_info");
        } else {
            NearestName.misspelt(key, known)
                    .ifPresent(name -> parameters.report(key, Level.WARNING, sent + "; did you mean '" + name + "'?"));
        }
    }

    /** Parameters of the OpenAI API that look like a setting of this gateway. */
    private static final class RequestParameters {
        static final Set<String> WELL_KNOWN = Set.of(
                "n", "seed", "stop", "store", "user", "top_p", "top_k", "tools", "max_output_tokens", "mode", "id");
    }
}

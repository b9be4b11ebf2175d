package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.model.FailurePolicies;
import dev.stellwerk.adapters.persistence.config.model.ModelNames;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.adapters.persistence.config.stellwerk.StellwerkReader;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Affinity;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Bounds;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Budgets;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Checks;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Failures;
import dev.stellwerk.domain.routing.settings.RoutingSettings.FallbackRules;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Tags;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how the router routes: {@code router_settings}, and what of it may stand in {@code litellm_settings}. */
public final class RouterReader {
    private static final Set<String> CHECKS = Set.of(
            "prompt_caching",
            "responses_api_deployment_check",
            "deployment_affinity",
            "session_affinity",
            "enforce_model_rate_limits");
    private static final Set<String> CHECKS_WITHOUT_SWITCH = Set.of("router_budget_limiting"); // budgets always hold
    private static final Set<String> CHECKS_NOT_USED_YET =
            Set.of("encrypted_content_affinity", "forward_client_headers_by_model_group");
    private static final String ENFORCE_LIMITS = "enforce_model_rate_limits";

    private final Layers layers;
    private final Section router;
    private final Section general;
    private final ModelNames names;

    public RouterReader(Layers layers, Section general, ModelNames names) {
        this.layers = layers;
        this.general = general;
        this.names = names;
        this.router = layers.router();
    }

    public RoutingSettings read(
            StrategyReader.Reading strategies, StellwerkReader.Reading own, FallbackReader fallbacks) {
        return new RoutingSettings(
                strategies.defaultKey(),
                strategies.keyByGroup(),
                failures(own),
                fallbacks(fallbacks),
                tags(own),
                checks(own),
                bounds(own),
                budgets(),
                own.litellmCompatible());
    }

    private Failures failures(StellwerkReader.Reading own) {
        Failures defaults = Failures.DEFAULTS;
        Integer allowedFails = layers.first("allowed_fails", Section::smallCount);
        return new Failures(
                layers.first("num_retries", Section::smallCount, defaults.retries()),
                layers.first("retry_after", Section::seconds, defaults.retryPauseMin()),
                FailurePolicies.retries(router.section("retry_policy")),
                retryPolicyByGroup(),
                allowedFails == null ? layers.count("DEFAULT_ALLOWED_FAILS") : allowedFails,
                FailurePolicies.allowedFails(router, "allowed_fails_policy"),
                layers.first(
                        "cooldown_time",
                        Section::seconds,
                        layers.seconds("DEFAULT_COOLDOWN_TIME_SECONDS", defaults.cooldown())),
                router.flag("disable_cooldowns", false),
                own.retryAfterMax());
    }

    private Map<String, RetryPolicy> retryPolicyByGroup() {
        var byGroup = new HashMap<String, RetryPolicy>();
        router.section("model_group_retry_policy").all().forEach((group, policy) -> {
            if (!names.isGroup(group) && !names.leadSomewhere(group)) {
                policy.warning("no model is called '" + Value.shown(group) + "'" + names.hint(group));
            }
            byGroup.put(group, FailurePolicies.retries(policy.section()));
        });
        return byGroup;
    }

    private FallbackRules fallbacks(FallbackReader fallbacks) {
        Integer max = layers.first("max_fallbacks", Section::smallCount);
        return new FallbackRules(
                fallbacks.withDefaults(),
                fallbacks.read("context_window_fallbacks"),
                fallbacks.read("content_policy_fallbacks"),
                max == null ? layers.count("ROUTER_MAX_FALLBACKS") : max,
                router.flag("enable_weighted_failover", false),
                !general.flag("disable_fallbacks_on_per_model_rate_limits", false));
    }

    private Tags tags(StellwerkReader.Reading own) {
        String prefix = router.text("tag_routing_prefix");
        return new Tags(
                router.flag("enable_tag_filtering", false),
                router.flag("tag_filtering_match_any", true),
                prefix == null ? "" : prefix,
                own.tagPolicy());
    }

    private Checks checks(StellwerkReader.Reading own) {
        var affinities = EnumSet.noneOf(Affinity.class);
        boolean enforceLimits = false;
        for (Value item : router.items("optional_pre_call_checks")) {
            String name = item.text();
            enforceLimits |= ENFORCE_LIMITS.equals(name);
            if (name != null) {
                check(name, item, affinities);
            }
        }
        Duration life = router.bound("deployment_affinity_ttl_seconds");
        return new Checks(
                preCallChecks(),
                enforceLimits,
                affinities,
                life == null ? Checks.DEFAULTS.affinityLife() : life,
                layers.first("default_max_parallel_requests", Section::smallCount),
                dropParameters(),
                own.filters());
    }

    private static void check(String name, Value item, Set<Affinity> affinities) {
        switch (name) {
            case "prompt_caching" -> affinities.add(Affinity.PROMPT_CACHE);
            case "responses_api_deployment_check" -> affinities.add(Affinity.RESPONSE_ID);
            case "deployment_affinity" -> affinities.add(Affinity.KEY);
            case "session_affinity" -> affinities.add(Affinity.SESSION);
            default -> {
                if (CHECKS_NOT_USED_YET.contains(name)) {
                    item.warning("read, not used yet");
                } else if (!name.equals(ENFORCE_LIMITS) && !CHECKS_WITHOUT_SWITCH.contains(name)) {
                    item.warning("unknown check '" + Value.shown(name) + "'" + NearestName.hint(name, CHECKS));
                }
            }
        }
    }

    private boolean preCallChecks() {
        boolean misspelt = router.has("enable_pre_call_check");
        if (misspelt) {
            router.report("enable_pre_call_check", Level.WARNING, "is read as enable_pre_call_checks");
        }
        return router.flag("enable_pre_call_checks", router.flag("enable_pre_call_check", false));
    }

    private boolean dropParameters() {
        Boolean written = layers.litellm().flag("drop_params");
        Value variable = layers.variables().of("LITELLM_DROP_PARAMS");
        Boolean otherwise = variable == null ? null : variable.flag();
        return written == null ? Boolean.TRUE.equals(otherwise) : written;
    }

    private Bounds bounds(StellwerkReader.Reading own) {
        Duration router = this.router.bound("timeout");
        Duration shared = layers.litellm().bound("request_timeout");
        Duration otherwise = layers.seconds("REQUEST_TIMEOUT", Bounds.DEFAULTS.whole());
        return new Bounds(
                router != null
                        ? router
                        : shared != null ? shared : otherwise.isZero() ? Bounds.DEFAULTS.whole() : otherwise,
                layers.first("stream_timeout", Section::bound),
                own.connectTimeout());
    }

    private Budgets budgets() {
        return new Budgets(
                budgets(router.section("provider_budget_config")),
                budgets(layers.litellm().section("tag_budget_config")));
    }

    private static Map<String, RoutingBudget> budgets(Section section) {
        var budgets = new LinkedHashMap<String, RoutingBudget>();
        section.all().forEach((name, value) -> {
            RoutingBudget budget = budget(value);
            if (budget != null) {
                budgets.put(name, budget);
            }
        });
        return budgets;
    }

    private static @Nullable RoutingBudget budget(Value value) {
        Section section = value.section();
        BigDecimal limit = section.amount("budget_limit");
        BigDecimal sameLimit = section.amount("max_budget");
        Duration period = section.period("time_period");
        Duration samePeriod = section.period("budget_duration");
        section.reportOthers(Level.WARNING);
        boolean limited = section.has("budget_limit") || section.has("max_budget");
        boolean timed = section.has("time_period") || section.has("budget_duration");
        if (value.isMap() && !(limited && timed)) {
            value.error("needs budget_limit and time_period");
        }
        BigDecimal amount = limit == null ? sameLimit : limit;
        Duration length = period == null ? samePeriod : period;
        return amount == null || length == null ? null : new RoutingBudget(amount, length);
    }
}

package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.ONE_MODEL;
import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static dev.stellwerk.adapters.persistence.config.Configurations.configuration;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.GatewayConfiguration.StrategySpec;
import dev.stellwerk.domain.catalog.RoutingGroup;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Affinity;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Bounds;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Checks;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Tags;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code router_settings} and what of it may stand in {@code litellm_settings}, key by key. */
class RouterSettingsTest {
    private static RoutingSettings router(String settings) {
        return clean(ONE_MODEL + "router_settings: {" + settings + "}").routing();
    }

    private static RoutingSettings litellm(String settings) {
        return clean(ONE_MODEL + "litellm_settings: {" + settings + "}").routing();
    }

    private static RoutingSettings environment(String variable, String value) {
        return clean(ONE_MODEL, Map.of(variable, value)).routing();
    }

    // ---- retries and cooldowns

    @Test
    void retries_and_cooldowns() {
        var failures = router(
                        "num_retries: 0, retry_after: 0.5, allowed_fails: 3, cooldown_time: 30, disable_cooldowns: true")
                .failures();

        assertThat(failures.retries()).isZero();
        assertThat(failures.retryPauseMin()).hasMillis(500);
        assertThat(failures.allowedFails()).isEqualTo(3);
        assertThat(failures.cooldown()).hasSeconds(30);
        assertThat(failures.cooldownsDisabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "17"})
    void an_explicit_number_of_allowed_fails_means_what_it_says(int number) {
        assertThat(router("allowed_fails: " + number).failures().allowedFails()).isEqualTo(number);
        assertThat(router("").failures().allowedFails()).isNull();
    }

    @Test
    void policies_by_kind_of_failure() {
        var failures = router(
                        "retry_policy: {BadRequestErrorRetries: 1, AuthenticationErrorRetries: 2, TimeoutErrorRetries: 3,"
                                + " RateLimitErrorRetries: 4, ContentPolicyViolationErrorRetries: 5, InternalServerErrorRetries: 0},"
                                + " model_group_retry_policy: {m: {RateLimitErrorRetries: 0}},"
                                + " allowed_fails_policy: {NotFoundErrorAllowedFails: 0, BadGatewayErrorAllowedFails: 9}")
                .failures();

        assertThat(failures.retryPolicy())
                .isEqualTo(new RetryPolicy(Map.of(
                        ErrorClass.BAD_REQUEST, 1,
                        ErrorClass.AUTHENTICATION, 2,
                        ErrorClass.TIMEOUT, 3,
                        ErrorClass.RATE_LIMIT, 4,
                        ErrorClass.CONTENT_POLICY_VIOLATION, 5,
                        ErrorClass.INTERNAL_SERVER, 0)));
        assertThat(failures.retryPolicyByGroup())
                .isEqualTo(Map.of("m", new RetryPolicy(Map.of(ErrorClass.RATE_LIMIT, 0))));
        assertThat(failures.allowedFailsByClass())
                .isEqualTo(Map.of(ErrorClass.NOT_FOUND, 0, ErrorClass.BAD_GATEWAY, 9));
    }

    @Test
    void a_misspelt_policy_is_pointed_out() {
        assertThat(findings(ONE_MODEL + "router_settings: {retry_policy: {RateLimitRetries: 1}}"))
                .singleElement()
                .asString()
                .contains("warning", "retry_policy.RateLimitRetries", "'RateLimitErrorRetries'");
    }

    @Test
    void what_both_sections_know_is_the_routers() {
        assertThat(litellm("num_retries: 4").failures().retries()).isEqualTo(4);
        assertThat(litellm("allowed_fails: 1, cooldown_time: 9").failures().allowedFails())
                .isEqualTo(1);
        assertThat(litellm("cooldown_time: 9").failures().cooldown()).hasSeconds(9);
        assertThat(litellm("request_timeout: 8").timeouts().whole()).hasSeconds(8);
        assertThat(litellm("max_fallbacks: 1").fallbacks().fallbacksMax()).isEqualTo(1);
        var both = clean(ONE_MODEL + """
                router_settings: {num_retries: 0, timeout: 30}
                litellm_settings: {num_retries: 7, request_timeout: 60}
                """).routing();
        assertThat(both.failures().retries()).isZero();
        assertThat(both.timeouts().whole()).hasSeconds(30);
    }

    @Test
    void variables_replace_defaults_and_lose_against_the_file() {
        assertThat(environment("DEFAULT_COOLDOWN_TIME_SECONDS", "11").failures().cooldown())
                .hasSeconds(11);
        assertThat(environment("DEFAULT_ALLOWED_FAILS", "6").failures().allowedFails())
                .isEqualTo(6);
        assertThat(environment("ROUTER_MAX_FALLBACKS", "2").fallbacks().fallbacksMax())
                .isEqualTo(2);
        assertThat(environment("REQUEST_TIMEOUT", "12.5").timeouts().whole()).hasMillis(12_500);
        assertThat(environment("LITELLM_DROP_PARAMS", "True").checks().dropUnsupportedParameters())
                .isTrue();
        assertThat(clean(
                                ONE_MODEL + "router_settings: {cooldown_time: 3}",
                                Map.of("DEFAULT_COOLDOWN_TIME_SECONDS", "11"))
                        .routing()
                        .failures()
                        .cooldown())
                .hasSeconds(3);
        assertThat(findings(ONE_MODEL, Map.of("ROUTER_MAX_FALLBACKS", "many")))
                .singleElement()
                .asString()
                .contains("config.yaml: error: ROUTER_MAX_FALLBACKS");
    }

    // ---- bounds, tags, checks, budgets

    @Test
    void bounds_of_an_attempt() {
        assertThat(router("timeout: 0.5, stream_timeout: 2").timeouts())
                .isEqualTo(new Bounds(Duration.ofMillis(500), Duration.ofSeconds(2), Bounds.DEFAULTS.connect()));
    }

    @Test
    void tags() {
        assertThat(router("enable_tag_filtering: True, tag_filtering_match_any: off, tag_routing_prefix: 'route:'")
                        .tags())
                .isEqualTo(new Tags(true, false, "route:", TagPolicy.STRICT));
    }

    @Test
    void checks() {
        var checks = router("enable_pre_call_checks: true, default_max_parallel_requests: 8,"
                        + " deployment_affinity_ttl_seconds: 60, optional_pre_call_checks: [enforce_model_rate_limits,"
                        + " prompt_caching, responses_api_deployment_check, deployment_affinity, session_affinity,"
                        + " router_budget_limiting]")
                .checks();

        assertThat(checks)
                .isEqualTo(
                        new Checks(true, true, Set.of(Affinity.values()), Duration.ofMinutes(1), 8, false, List.of()));
        assertThat(litellm("drop_params: true").checks().dropUnsupportedParameters())
                .isTrue();
    }

    @Test
    void an_unknown_check_is_pointed_out() {
        assertThat(findings(ONE_MODEL
                        + "router_settings: {optional_pre_call_checks: [prompt_cachin, encrypted_content_affinity]}"))
                .anyMatch(line -> line.contains("unknown check 'prompt_cachin'; did you mean 'prompt_caching'?"))
                .anyMatch(line -> line.contains("optional_pre_call_checks[1]: read, not used yet"))
                .hasSize(2);
    }

    @Test
    void the_misspelling_of_the_documentation_is_understood() {
        var reading = reading(ONE_MODEL + "router_settings: {enable_pre_call_check: true}");

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .contains("warning", "is read as enable_pre_call_checks");
        assertThat(configuration(reading).routing().checks().preCall()).isTrue();
    }

    @Test
    void budgets() {
        var budgets = clean("""
                model_list:
                  - model_name: m
                    litellm_params: {model: openai/m, api_key: k, input_cost_per_token: 1, output_cost_per_token: 1}
                router_settings: {provider_budget_config: {openai: {budget_limit: 100.5, time_period: 1d}}}
                litellm_settings: {tag_budget_config: {paid: {max_budget: 7, budget_duration: 1mo}}}
                """).routing().budgets();

        assertThat(budgets.byProvider())
                .isEqualTo(Map.of("openai", new RoutingBudget(new BigDecimal("100.5"), Duration.ofDays(1))));
        assertThat(budgets.byTag())
                .isEqualTo(Map.of("paid", new RoutingBudget(BigDecimal.valueOf(7), Duration.ofDays(30))));
    }

    // ---- strategies

    @Test
    void a_strategy_and_its_arguments() {
        var configuration = clean(ONE_MODEL + "router_settings: {routing_strategy: latency-based-routing,"
                + " routing_strategy_args: {ttl: 60, lowest_latency_buffer: 0.5}}");

        assertThat(configuration.routing().strategy()).isEqualTo("latency-based-routing");
        assertThat(configuration.strategies())
                .containsExactly(new StrategySpec(
                        "latency-based-routing",
                        "latency-based-routing",
                        Map.of("ttl", 60L, "lowest_latency_buffer", 0.5)));
    }

    @Test
    void an_unknown_strategy_is_an_error_with_its_line() {
        assertThat(findings(ONE_MODEL + "router_settings:\n  num_retries: 1\n  routing_strategy: least-bussy\n"))
                .singleElement()
                .asString()
                .startsWith(
                        "config.yaml:4: error: router_settings.routing_strategy: unknown strategy 'least-bussy'; did you"
                                + " mean 'least-busy'?");
    }

    private static final String TWO_MODELS =
            "model_list: [{model_name: a, litellm_params: {model: openai/m, api_key: k}},"
                    + " {model_name: b, litellm_params: {model: openai/m, api_key: k}}]\n";

    @Test
    void routing_groups_have_strategies_of_their_own() {
        var configuration = clean(TWO_MODELS + "router_settings: {routing_groups: [{group_name: fast, models: [a],"
                + " routing_strategy: latency-based-routing}, {group_name: even, models: [b], routing_strategy: simple-shuffle,"
                + " routing_strategy_args: {x: 1}}]}");

        assertThat(configuration.routing().strategyOf("a")).isEqualTo("latency-based-routing");
        assertThat(configuration.routing().strategyOf("b")).isEqualTo("simple-shuffle/even");
        assertThat(configuration.routing().strategyOf("even")).isEqualTo("simple-shuffle/even");
        assertThat(configuration.routingGroups())
                .containsExactly(new RoutingGroup("fast", List.of("a")), new RoutingGroup("even", List.of("b")));
        assertThat(configuration.strategies())
                .extracting(StrategySpec::key)
                .containsExactly("simple-shuffle", "latency-based-routing", "simple-shuffle/even");
        assertThat(configuration.strategies().getLast().name()).isEqualTo("simple-shuffle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{group_name: x, models: [a]}, {group_name: y, models: [a]}]",
                "[{group_name: x, models: [a]}, {group_name: x, models: [b]}]",
                "[{group_name: default, models: [a]}]",
                "[{models: [a]}]",
                "[{group_name: x, models: [a, a]}]",
                "[{group_name: x, models: [a], routing_strategy: by-horoscope}]"
            })
    void routing_groups_that_contradict_are_errors(String groups) {
        assertThat(findings(TWO_MODELS + "router_settings: {routing_groups: " + groups + "}"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:2: error: router_settings.routing_groups[");
    }

    @Test
    void aliases_fallbacks_and_their_targets_may_be_routing_groups() {
        var configuration = clean(TWO_MODELS + "router_settings: {routing_groups: [{group_name: fast, models: [a]}],"
                + " model_group_alias: {nick: fast}, fallbacks: [{fast: [b]}], default_fallbacks: [fast]}");

        assertThat(configuration.aliases()).containsKey("nick");
    }

    @ParameterizedTest
    @CsvSource({"a, a model", "nick, an alias"})
    void a_routing_group_whose_name_is_taken_is_only_a_group_of_strategies(String name, String taken) {
        var reading = reading(TWO_MODELS + "router_settings:\n  model_group_alias: {nick: a}\n  routing_groups:\n"
                + "    - models: [b]\n      routing_strategy: least-busy\n      group_name: " + name);

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .isEqualTo("config.yaml:7: warning: router_settings.routing_groups[0].group_name:"
                        + " cannot be called by its name, which is also that of " + taken);
        assertThat(configuration(reading).routingGroups()).isEmpty();
        assertThat(configuration(reading).routing().strategyOf("a")).isEqualTo("simple-shuffle");
        assertThat(configuration(reading).routing().strategyOf("b")).isEqualTo("least-busy");
    }

    @Test
    void a_pattern_takes_the_strategy_of_its_routing_group_and_is_not_called_by_its_name() {
        String models = "model_list: [{model_name: llm/*, litellm_params: {model: openai/*, api_key: k}}]\n";

        assertThat(findings(models + "router_settings: {routing_groups: [{group_name: x, models: [llm/*, llm/one]}]}"))
                .containsExactlyInAnyOrder(
                        "config.yaml:2: warning: router_settings.routing_groups[0].models[0]: has the strategy of this"
                                + " group, but is not called by the group's name: 'llm/*' is a pattern",
                        "config.yaml:2: warning: router_settings.routing_groups[0].models[1]: has the strategy of this"
                                + " group, but is not called by the group's name: 'llm/one' is known by a pattern only",
                        "config.yaml:2: warning: router_settings.routing_groups[0].group_name: calls of it are refused:"
                                + " no model in it has a deployment");
    }

    @Test
    void an_unknown_member_of_a_routing_group_is_a_warning() {
        assertThat(findings(TWO_MODELS + "router_settings: {routing_groups: [{group_name: x, models: [a, c]}]}"))
                .singleElement()
                .asString()
                .contains("warning: router_settings.routing_groups[0].models[1]: no model is called 'c'");
    }
}

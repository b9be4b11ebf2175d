package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static dev.stellwerk.adapters.persistence.config.Configurations.configuration;
import static dev.stellwerk.adapters.persistence.config.Configurations.deployment;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static dev.stellwerk.adapters.persistence.config.Configurations.withInfo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.FailureRules;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.deployment.TagRules;
import dev.stellwerk.domain.deployment.Timeouts;
import dev.stellwerk.domain.deployment.Visibility;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of {@code model_list}, key by key. */
class ModelListTest {
    private static final Capacity NONE = Capacity.UNSTATED;

    @Test
    void an_entry_with_nothing_else_states_nothing_else() {
        Deployment plain = deployment("");

        assertThat(plain.group()).isEqualTo("m");
        assertThat(plain.tagRules()).isEqualTo(TagRules.NONE);
        assertThat(plain.region()).isEmpty();
        assertThat(plain.capacity()).isEqualTo(NONE);
        assertThat(plain.order()).isNull();
        assertThat(plain.timeouts()).isEqualTo(Timeouts.INHERITED);
        assertThat(plain.failureRules()).isEqualTo(FailureRules.INHERITED);
        assertThat(plain.visibility()).isEqualTo(Visibility.EVERYBODY);
        assertThat(plain.budget()).isNull();
        assertThat(plain.requestDefaults()).isEmpty();
        assertThat(plain.mockResponse()).isNull();
        assertThat(plain.blocked()).isFalse();
        assertThat(plain.outOfService()).isNull();
        assertThat(plain.price()).isEmpty();
    }

    @Test
    void tags_are_a_list_and_null_means_none() {
        assertThat(deployment("tags: [eu, paid, eu]").tagRules().tags()).containsExactly("eu", "paid");
        assertThat(deployment("tags: null").tagRules().tags()).isEmpty();
        assertThat(deployment("tags: [no, 010, 1]").tagRules().tags()).containsExactly("no", "010", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tags: free",
                "tags: [[a]]",
                "tags: ['']",
                "tags: [null]",
                "region_name: ''",
                "region_name: 'e u'",
                "region_name: [eu]",
                "rpm: -1",
                "tpm: x",
                "tpm: -1",
                "itpm: -1",
                "otpm: -1",
                "rpm: .inf",
                "weight: .nan",
                "stream_timeout: -1",
                "request_timeout: -1",
                "weight: -0.1",
                "order: first",
                "cooldown_time: -1",
                "timeout: 0",
                "max_parallel_requests: -2",
                "num_retries: -1",
                "input_cost_per_token: -1",
                "max_budget: -1"
            })
    void a_wrong_value_is_an_error_at_its_key(String parameter) {
        String key = parameter.substring(0, parameter.indexOf(':'));

        assertThat(findings("model_list:\n- model_name: m\n  litellm_params:\n    model: openai/m\n    api_key: k\n    "
                        + parameter))
                .singleElement()
                .asString()
                .startsWith("config.yaml:6: error: model_list[0].litellm_params." + key);
    }

    @Test
    void region_ignores_case_and_blanks() {
        assertThat(deployment("region_name: ' EU '").region()).contains(new Region("eu"));
    }

    @Test
    void limits_are_looked_up_at_the_entry_then_in_the_parameters_then_in_the_info() {
        String entry =
                "model_list: [{model_name: m, %s litellm_params: {model: openai/m, api_key: k, %s}, model_info: {%s}}]";

        assertThat(capacity(entry.formatted("rpm: 1,", "rpm: 2", "rpm: 3")).requestsPerMinute())
                .isEqualTo(1);
        assertThat(capacity(entry.formatted("", "rpm: 2, tpm: 20", "rpm: 3")))
                .isEqualTo(new Capacity(null, 2L, 20L, null, null, null));
        assertThat(capacity(entry.formatted("", "", "rpm: 3, tpm: 0")))
                .isEqualTo(new Capacity(null, 3L, 0L, null, null, null));
    }

    private static Capacity capacity(String yaml) {
        return clean(yaml).deployments().getFirst().capacity();
    }

    @Test
    void capacity_order_and_bounds() {
        assertThat(deployment("weight: 0.5").capacity().weight()).isEqualTo(0.5);
        assertThat(deployment("weight: 0").capacity().weight()).isEqualTo(0.0);
        assertThat(deployment("itpm: 5, otpm: 6, max_parallel_requests: 7").capacity())
                .isEqualTo(new Capacity(null, null, null, 5L, 6L, 7));
        assertThat(deployment("order: -1").order()).isEqualTo(-1);
        assertThat(withInfo("order: 2").order()).isEqualTo(2);
        assertThat(deployment("timeout: 0.5, stream_timeout: 2").timeouts())
                .isEqualTo(new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(2)));
        assertThat(deployment("request_timeout: 9").timeouts().whole()).hasSeconds(9);
        assertThat(deployment("timeout: 1, request_timeout: 9").timeouts().whole())
                .hasSeconds(1);
    }

    @Test
    void failure_rules() {
        assertThat(deployment("num_retries: 0, cooldown_time: 0").failureRules())
                .isEqualTo(new FailureRules(0, Duration.ZERO, null, Map.of()));
        assertThat(withInfo(
                                "cooldown_time: 1.5, allowed_fails: 0, allowed_fails_policy: {RateLimitErrorAllowedFails: 2}")
                        .failureRules())
                .isEqualTo(new FailureRules(null, Duration.ofMillis(1500), 0, Map.of(ErrorClass.RATE_LIMIT, 2)));
        assertThat(deployment("cooldown_time: 1", "cooldown_time: 2", Map.of())
                        .failureRules()
                        .cooldown())
                .hasSeconds(1);
    }

    @Test
    void tag_switches_of_the_group() {
        TagRules rules =
                withInfo("enable_tag_filtering: False, allow_fail_open: True").tagRules();

        assertThat(rules.filtering()).isFalse();
        assertThat(rules.failOpen()).isTrue();
    }

    @Test
    void visibility_and_blocking() {
        Deployment deployment =
                withInfo("team_id: t1, team_public_model_name: ours, access_groups: [beta], blocked: true");

        assertThat(deployment.visibility()).isEqualTo(new Visibility("t1", "ours", Set.of("beta")));
        assertThat(deployment.blocked()).isTrue();
    }

    @Test
    void budgets_need_a_period() {
        assertThat(deployment("max_budget: 1.50, budget_duration: 1d, input_cost_per_token: 1")
                        .budget())
                .isEqualTo(new RoutingBudget(new BigDecimal("1.50"), Duration.ofDays(1)));
        assertThat(findings(
                        "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k, max_budget: 1}}]"))
                .singleElement()
                .asString()
                .contains("error", "max_budget", "not enforced");
    }

    @Test
    void everything_else_is_a_default_for_requests() {
        Deployment deployment =
                deployment("temperature: 0.25, seed: 7, stop: [a, b], response_format: {type: json_object}, user: null,"
                        + " logprobs: True, lang: no, extra_body: {keep: 1}");

        assertThat(deployment.requestDefaults())
                .isEqualTo(Map.of(
                        "temperature",
                        0.25,
                        "seed",
                        7L,
                        "stop",
                        List.of("a", "b"),
                        "response_format",
                        Map.of("type", "json_object"),
                        "logprobs",
                        true,
                        "lang",
                        "no",
                        "keep",
                        1L));
    }

    @Test
    void settings_that_are_not_used_yet_do_not_go_upstream() {
        String yaml = "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k, max_retries: 1,"
                + " aws_region_name: eu-west-1, azure_ad_token: secret, ocr_cost_per_page: 0.1}}]";

        assertThat(findings(yaml)).hasSize(4).allMatch(line -> line.endsWith("read, not used yet"));
        assertThat(configuration(reading(yaml)).deployments().getFirst().requestDefaults())
                .isEmpty();
    }

    @Test
    void a_parameter_that_looks_like_a_slip_is_pointed_out() {
        assertThat(findings(
                        "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k, tag: [free]}}]"))
                .singleElement()
                .asString()
                .contains("litellm_params.tag", "did you mean 'tags'?");
    }

    @Test
    void unknown_keys_of_the_entry_are_pointed_out_and_those_of_the_info_are_free() {
        assertThat(
                        findings(
                                "model_list: [{model_name: m, litelm_params: 1, litellm_params: {model: openai/m, api_key: k}}]"))
                .containsExactly(
                        "config.yaml:1: warning: model_list[0].litelm_params: unknown key; did you mean 'litellm_params'?");
        assertThat(withInfo("cost_center: c1").facts().info()).containsEntry("cost_center", "c1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"model: anthropic/claude-x", "model: claude-x", "model: claude-x, custom_llm_provider: anthropic"
            })
    void a_model_of_anthropic_is_called_with_the_rules_of_its_translation(String model) {
        Deployment deployment = clean("model_list: [{model_name: m, litellm_params: {" + model
                        + ", api_key: k, drop_params: true, max_tokens: 5}}]\nlitellm_settings: {modify_params: true}")
                .deployments()
                .getFirst();

        assertThat(deployment.endpoint().qualifiedModel()).isEqualTo("anthropic/claude-x");
        assertThat(deployment.endpoint().apiBase()).isEqualTo("https://api.anthropic.com");
        assertThat(deployment.requestDefaults()).containsOnly(entry("max_tokens", 5L));
        assertThat(deployment.parameterRules().dropsUnsupported()).isTrue();
        assertThat(deployment.parameterRules().mends()).isTrue();
    }

    @Test
    void a_mock_response_needs_neither_key_nor_network() {
        Deployment mock = clean(
                        "model_list: [{model_name: m, litellm_params: {model: anthropic/x, mock_response: Hello}}]")
                .deployments()
                .getFirst();

        assertThat(mock.mockResponse()).isEqualTo("Hello");
        assertThat(mock.outOfService()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{litellm_params: {model: openai/m, api_key: k}}",
                "{model_name: m}",
                "{model_name: m, litellm_params: {api_key: k}}",
                "{model_name: m, litellm_params: {model: no-such-provider/m, api_key: k}}",
                "{model_name: m, litellm_params: {model: something, api_key: k}}",
                "{model_name: m, litellm_params: {model: openai/, api_key: k}}",
                "{model_name: m, litellm_params: {model: m, custom_llm_provider: nobody, api_key: k}}",
                "{model_name: m, litellm_params: {model: bedrock/x}}",
                "{model_name: m, litellm_params: {model: azure/x, api_key: k}}",
                "{model_name: m, litellm_params: {model: openai/m, api_key: k, tag_regex: ['(']}}",
                "{model_name: m, litellm_params: {model: openai/m, api_key: k, tag_regex: ['(a+)+']}}",
                "just text"
            })
    void an_entry_that_cannot_work_is_left_out_and_the_others_serve(String broken) {
        ConfigurationModule.Reading reading = reading(
                "model_list:\n- {model_name: good, litellm_params: {model: openai/m, api_key: k}}\n- " + broken);

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .startsWith("config.yaml:3: warning: model_list[1]")
                .contains("left out");
        assertThat(configuration(reading).deployments())
                .extracting(Deployment::group)
                .containsExactly("good");
    }

    @Test
    void user_agent_patterns() {
        assertThat(deployment("tag_regex: ['^User-Agent: claude-code/', 'curl|wget', '[(+)]+', 'a{2,3}', '(?:x|y)?']")
                        .tagRules()
                        .userAgentPatterns())
                .hasSize(5)
                .first()
                .matches(pattern ->
                        pattern.matcher("User-Agent: claude-code/1.0").find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*)*b",
                "(a|aa)+$",
                "((ab)+)*",
                "(?:x+)+",
                "(a+){10}",
                "(.)\\\\1",
                ".*.*.*.*x",
                "\\\\Q[\\\\E(a+)+",
                "(?x)a"
            })
    void patterns_that_could_take_very_long_are_refused(String regex) {
        assertThat(findings("model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k, tag_regex: [\""
                        + regex + "\"]}}]"))
                .first()
                .asString()
                .contains("left out", "could take very long");
    }

    @Test
    void entries_for_another_environment_are_not_loaded() {
        String yaml = "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k}, model_info:"
                + " {supported_environments: [production]}}]";

        assertThat(clean(yaml, Map.of("LITELLM_ENVIRONMENT", "production")).deployments())
                .hasSize(1);
        assertThat(findings(yaml, Map.of("LITELLM_ENVIRONMENT", "staging")))
                .singleElement()
                .asString()
                .contains("error: model_list: 1 of 1 deployments left out: other environments (1)");
        assertThat(findings(yaml)).first().asString().contains("error", "LITELLM_ENVIRONMENT");
    }

    @Test
    void an_empty_list_is_worth_a_word() {
        assertThat(findings("model_list: []"))
                .containsExactly("config.yaml:1: warning: model_list: names no model, so nothing can be called");
    }

    @Test
    void an_id_that_takes_the_name_of_another_model_or_an_alias_is_pointed_out() {
        String yaml = """
                model_list:
                  - {model_name: a, litellm_params: {model: openai/m, api_key: k}, model_info: {id: a}}
                  - {model_name: a, litellm_params: {model: openai/m, api_key: k}, model_info: {id: b}}
                  - {model_name: b, litellm_params: {model: openai/m, api_key: k}, model_info: {id: nick}}
                router_settings: {model_group_alias: {nick: a}}
                """;

        assertThat(findings(yaml))
                .containsExactly(
                        "config.yaml:3: warning: model_list[1].model_info.id: calls of 'b' reach this deployment alone,"
                                + " and not the model of that name",
                        "config.yaml:4: warning: model_list[2].model_info.id: calls of 'nick' reach this deployment"
                                + " alone, and not the alias of that name");
    }
}

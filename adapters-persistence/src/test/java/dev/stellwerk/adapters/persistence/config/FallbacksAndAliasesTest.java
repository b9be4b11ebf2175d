package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.RoutingSettings.FallbackRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where names lead, and where requests go when a group fails. */
class FallbacksAndAliasesTest {
    /** Groups a, b and c, a pattern, an explicit id. */
    private static final String MODELS = """
            model_list:
            - {model_name: a, litellm_params: {model: openai/m, api_key: k}, model_info: {id: a-1}}
            - {model_name: b, litellm_params: {model: openai/m, api_key: k}}
            - {model_name: c, litellm_params: {model: openai/m, api_key: k}}
            - {model_name: "llm/*", litellm_params: {model: "openai/*", api_key: k}}
            """;

    private static GatewayConfiguration router(String settings) {
        return clean(MODELS + "router_settings: {" + settings + "}\n");
    }

    private static List<String> told(String settings) {
        return findings(MODELS + "router_settings: {" + settings + "}\n");
    }

    private static FallbackRules fallbacks(String settings) {
        return router(settings).routing().fallbacks();
    }

    // ---- aliases

    @Test
    void an_alias_names_a_group_and_may_be_hidden() {
        assertThat(router("model_group_alias: {gpt-4: a, GPT-4: {model: b, hidden: true}, w: {model: llm/x}}")
                        .aliases())
                .containsExactly(
                        Map.entry("gpt-4", new Alias("gpt-4", "a", false)),
                        Map.entry("GPT-4", new Alias("GPT-4", "b", true)),
                        Map.entry("w", new Alias("w", "llm/x", false)));
    }

    @Test
    void names_that_look_like_other_types_stay_names() {
        var configuration = clean("""
                model_list: [{model_name: no, litellm_params: {model: openai/010, api_key: k}}]
                router_settings: {model_group_alias: {12:30: no, 010: no}}
                """);

        assertThat(configuration.deployments().getFirst().group()).isEqualTo("no");
        assertThat(configuration.deployments().getFirst().endpoint().model()).isEqualTo("010");
        assertThat(configuration.aliases()).containsOnlyKeys("12:30", "010");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: nowhere",
                "x: {model: nowhere}",
                "x: {hidden: true}",
                "x: a, y: x",
                "x: y, y: x",
                "x: ''",
                "x: [a]"
            })
    void an_alias_that_leads_nowhere_or_to_an_alias_is_an_error(String aliases) {
        assertThat(told("model_group_alias: {" + aliases + "}"))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("config.yaml:6: error: router_settings.model_group_alias."));
    }

    @Test
    void an_alias_of_itself_is_only_pointed_out() {
        assertThat(told("model_group_alias: {a: a}")).singleElement().asString().contains("warning", "has no effect");
    }

    @Test
    void renames_for_everybody() {
        assertThat(clean(MODELS + "litellm_settings: {model_alias_map: {old: a}}")
                        .access()
                        .modelAliases())
                .isEqualTo(Map.of("old", "a"));
        assertThat(findings(MODELS + "litellm_settings: {model_alias_map: {old: nowhere}}"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:6: error: litellm_settings.model_alias_map.old: no model is called 'nowhere'");
    }

    // ---- fallbacks

    @Test
    void fallbacks_of_all_kinds() {
        FallbackRules rules = fallbacks("fallbacks: [{a: [b, c]}, {'*': [c]}], context_window_fallbacks: [{a: [b]}],"
                + " content_policy_fallbacks: [{b: [a]}], max_fallbacks: 0, enable_weighted_failover: true");

        assertThat(rules.general().byGroup())
                .isEqualTo(Map.of(
                        "a", List.of(FallbackTarget.to("b"), FallbackTarget.to("c")),
                        "*", List.of(FallbackTarget.to("c"))));
        assertThat(rules.contextWindow().byGroup()).isEqualTo(Map.of("a", List.of(FallbackTarget.to("b"))));
        assertThat(rules.contentPolicy().byGroup()).isEqualTo(Map.of("b", List.of(FallbackTarget.to("a"))));
        assertThat(rules.fallbacksMax()).isZero();
        assertThat(rules.weightedFailover()).isTrue();
    }

    @Test
    void default_fallbacks_stand_for_every_group() {
        assertThat(fallbacks("fallbacks: [{a: [b]}], default_fallbacks: [c]")
                        .general()
                        .byGroup())
                .isEqualTo(Map.of("a", List.of(FallbackTarget.to("b")), "*", List.of(FallbackTarget.to("c"))));
    }

    @Test
    void a_target_may_change_the_request() {
        assertThat(fallbacks("fallbacks: [{a: [{model: b, temperature: 0, stop: null}, {max_tokens: 5}]}]")
                        .general()
                        .byGroup())
                .isEqualTo(Map.of(
                        "a",
                        List.of(
                                new FallbackTarget("b", Map.of("temperature", 0L)),
                                new FallbackTarget(null, Map.of("max_tokens", 5L)))));
    }

    @Test
    void a_target_may_be_an_alias_a_name_of_a_pattern_or_an_id() {
        assertThat(told("model_group_alias: {nick: b}, fallbacks: [{a: [nick, llm/x]}, {b: [a-1]}, {c: [openai/m]}]"))
                .isEmpty();
    }

    @Test
    void fallbacks_may_stand_in_the_other_section() {
        assertThat(clean(MODELS + "litellm_settings: {fallbacks: [{a: [b]}], default_fallbacks: [c]}")
                        .routing()
                        .fallbacks()
                        .general()
                        .byGroup())
                .containsOnlyKeys("a", "*");
    }

    @Test
    void chains_and_meeting_ways_are_no_cycles() {
        assertThat(told("fallbacks: [{a: [b, c]}, {b: [c]}]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fallbacks: [{a: [b]}, {b: [a]}]",
                "fallbacks: [{a: [c, b]}, {b: [c]}, {c: [b]}]",
                "model_group_alias: {n: a}, fallbacks: [{a: [b]}, {b: [n]}]",
                "context_window_fallbacks: [{a: [b]}, {b: [c]}, {c: [a]}]"
            })
    void a_cycle_is_one_warning(String settings) {
        assertThat(told(settings))
                .singleElement()
                .asString()
                .matches(
                        "config.yaml:6: warning: router_settings\\.[a-z_]*fallbacks\\[\\d]\\..*: fallback cycle: .* -> .*;"
                                + " each group is tried once in a request");
    }

    @Test
    void groups_that_all_lead_to_each_other_are_one_warning() {
        assertThat(told("fallbacks: [{a: [b, c]}, {b: [a, c]}, {c: [a, b]}]"))
                .containsExactly(
                        "config.yaml:6: warning: router_settings.fallbacks[0].a[0]: fallback cycle: a -> b -> a;"
                                + " each group is tried once in a request");
    }

    @Test
    void a_ring_of_thousands_is_one_short_line() {
        var models = new StringBuilder("model_list:\n");
        var ring = new StringBuilder("router_settings:\n  fallbacks:\n");
        for (int i = 0; i < 3000; i++) {
            models.append("- {model_name: m%d, litellm_params: {model: openai/m, api_key: k}}\n".formatted(i));
            ring.append("  - {m%d: [m%d]}\n".formatted(i, (i + 1) % 3000));
        }

        assertThat(findings(models.toString() + ring))
                .singleElement()
                .asString()
                .contains("m0 -> m1", "(2992 more)");
    }

    @Test
    void a_group_that_falls_back_on_itself_is_pointed_out() {
        assertThat(told("fallbacks: [{a: [a, b]}]"))
                .singleElement()
                .asString()
                .contains("warning", "a[0]", "is skipped");
    }

    @Test
    void an_entry_with_two_groups_is_an_error() {
        assertThat(told("fallbacks: [{a: [b], b: [c]}]"))
                .containsExactly(
                        "config.yaml:6: error: router_settings.fallbacks[0]: must name exactly one group, not 2");
        assertThat(told("fallbacks: [{}]")).singleElement().asString().contains("must name exactly one group, not 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fallbacks: [{a: b}]", "fallbacks: {a: [b]}", "fallbacks: [a]", "fallbacks: [{a: [['b']]}]"})
    void a_wrong_shape_is_one_error(String settings) {
        String key = settings.substring(0, settings.indexOf(':'));

        assertThat(told(settings))
                .singleElement()
                .asString()
                .startsWith("config.yaml:6: error: router_settings." + key);
    }

    @Test
    void fallbacks_of_a_group_that_is_not_there_are_a_warning() {
        assertThat(told("fallbacks: [{bb: [a]}]"))
                .singleElement()
                .asString()
                .contains("warning", "no model is called 'bb'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fallbacks: [{a: [bb, c]}]",
                "context_window_fallbacks: [{a: [{model: bb}, c]}]",
                "content_policy_fallbacks: [{a: [bb, c]}]",
                "default_fallbacks: [bb, c]"
            })
    void a_target_that_nobody_is_called_by_is_a_warning_and_skipped(String settings) {
        var reading = Configurations.reading(MODELS + "router_settings: {" + settings + "}\n");

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .startsWith("config.yaml:6: warning: router_settings." + settings.substring(0, settings.indexOf(':')))
                .contains("is skipped: no model is called 'bb'; did you mean 'b'?");
        FallbackRules rules = Configurations.configuration(reading).routing().fallbacks();
        assertThat(Stream.of(rules.general(), rules.contextWindow(), rules.contentPolicy())
                        .flatMap(fallbacks -> fallbacks.byGroup().values().stream())
                        .toList())
                .isEqualTo(List.of(List.of(FallbackTarget.to("c"))));
    }

    @Test
    void several_lost_targets_of_a_group_are_one_warning() {
        assertThat(told("fallbacks: [{a: [nobody, noone, nobody]}]"))
                .containsExactly(
                        "config.yaml:6: warning: router_settings.fallbacks[0].a[0]: is skipped: no model is called"
                                + " 'nobody'; no model is called 'noone'");
    }

    @Test
    void a_second_entry_of_a_group_has_no_effect() {
        assertThat(told("fallbacks: [{a: [b]}, {a: [c]}]"))
                .singleElement()
                .asString()
                .contains("warning: router_settings.fallbacks[1]: has no effect", "the first counts");
    }

    @Test
    void a_target_of_which_every_deployment_was_left_out_is_skipped() {
        assertThat(findings("model_list: [{model_name: a, litellm_params: {model: openai/m, api_key: k}}," + """
                 {model_name: b, litellm_params: {model: bedrock/m}}]
                router_settings: {fallbacks: [{a: [b]}], model_group_alias: {nick: b}}
                """))
                .hasSize(3)
                .anyMatch(line -> line.contains("fallbacks[0].a[0]: is skipped: every deployment of 'b' was left out"))
                .anyMatch(line -> line.contains("warning: router_settings.model_group_alias.nick: has no effect"));
    }

    @Test
    void a_bare_target_finds_the_pattern_of_its_provider() {
        assertThat(findings("""
                model_list:
                - {model_name: a, litellm_params: {model: openai/m, api_key: k}}
                - {model_name: openai/*, litellm_params: {model: openai/*, api_key: k}}
                router_settings: {fallbacks: [{a: [gpt-4o]}]}
                """)).isEmpty();
    }

    @Test
    void a_policy_for_a_group_that_is_not_there_is_a_warning() {
        assertThat(told("model_group_retry_policy: {aa: {RateLimitErrorRetries: 1}}"))
                .singleElement()
                .asString()
                .contains("warning: router_settings.model_group_retry_policy.aa: no model is called 'aa'", "'a'");
    }

    @Test
    void an_alias_that_is_no_text_is_one_error() {
        assertThat(told("model_group_alias: {nick: [a]}"))
                .containsExactly(
                        "config.yaml:6: error: router_settings.model_group_alias.nick: must be text, not a list");
    }
}

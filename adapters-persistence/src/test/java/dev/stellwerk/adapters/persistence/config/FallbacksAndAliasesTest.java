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
    void a_cycle_is_an_error(String settings) {
        assertThat(told(settings))
                .singleElement()
                .asString()
                .matches(
                        "config.yaml:6: error: router_settings\\.[a-z_]*fallbacks\\[\\d]\\..*: fallback cycle: .* -> .*");
    }

    @Test
    void an_endless_chain_is_refused_before_it_exhausts_the_stack() {
        var models = new StringBuilder("model_list:\n");
        var chain = new StringBuilder("router_settings:\n  fallbacks:\n");
        for (int i = 0; i < 3000; i++) {
            models.append("- {model_name: m%d, litellm_params: {model: openai/m, api_key: k}}\n".formatted(i));
            chain.append("  - {m%d: [m%d]}\n".formatted(i, Math.min(i + 1, 2999)));
        }

        assertThat(findings(models.toString() + chain)).anyMatch(line -> line.contains("more than 1000 fallbacks"));
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
            strings = {
                "fallbacks: [{a: [nowhere]}]",
                "fallbacks: [{a: [{model: nowhere}]}]",
                "default_fallbacks: [nowhere]",
                "fallbacks: [{a: b}]",
                "fallbacks: {a: [b]}",
                "fallbacks: [a]",
                "fallbacks: [{a: [['b']]}]",
                "fallbacks: [{a: [b]}, {a: [c]}]"
            })
    void a_target_that_leads_nowhere_or_a_wrong_shape_is_an_error(String settings) {
        String key = settings.substring(0, settings.indexOf(':'));

        assertThat(told(settings)).first().asString().startsWith("config.yaml:6: error: router_settings." + key);
    }

    @Test
    void fallbacks_of_a_group_that_is_not_there_are_a_warning() {
        assertThat(told("fallbacks: [{bb: [a]}]"))
                .singleElement()
                .asString()
                .contains("warning", "no model is called 'bb'");
    }

    @Test
    void a_target_whose_deployments_were_left_out_is_known_all_the_same() {
        assertThat(findings("model_list: [{model_name: a, litellm_params: {model: openai/m, api_key: k}}," + """
                 {model_name: b, litellm_params: {model: bedrock/m}}]
                router_settings: {fallbacks: [{a: [b]}]}
                """))
                .singleElement()
                .asString()
                .contains("left out");
    }
}

package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.PLUGINS;
import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFactsTest {
    @TempDir
    Path folder;

    private static String entry(String parameters, String info) {
        return "model_list: [{model_name: m, litellm_params: {api_key: k, " + parameters + "}, model_info: {" + info
                + "}}]";
    }

    private static ModelFacts facts(String parameters, String info) {
        return clean(entry(parameters, info)).deployments().getFirst().facts();
    }

    private static Price price(String input, String output) {
        return new Price(new BigDecimal(input), new BigDecimal(output));
    }

    @Test
    void a_well_known_model_needs_no_facts_in_the_file() {
        ModelFacts facts = facts("model: openai/gpt-4o", "");

        assertThat(facts.maxInputTokens()).isEqualTo(128_000);
        assertThat(new TokenUsage(3, 2, 1, 0, 0).cost(facts.price())).isEqualByComparingTo("0.00002625");
        assertThat(facts.mode()).isEqualTo("chat");
        assertThat(facts.supports(Ability.VISION)).isTrue();
        assertThat(facts.supports(Ability.REASONING)).isFalse();
        assertThat(facts.lacks(Ability.REASONING)).isFalse();
        assertThat(facts("model: openai/text-embedding-3-small", "").mode()).isEqualTo("embedding");
        assertThat(facts.info())
                .containsEntry("litellm_provider", "openai")
                .containsEntry("max_input_tokens", 128_000L);
    }

    @Test
    void what_a_cache_has_a_part_in_has_prices_of_its_own() {
        assertThat(facts("model: anthropic/claude-sonnet-4-5", ""))
                .returns(64_000L, ModelFacts::maxOutputTokens)
                .returns(Set.of(CallType.CHAT, CallType.RESPONSES), ModelFacts::callTypes)
                .extracting(facts -> facts.price().tokens())
                .isEqualTo(new Price(
                                new BigDecimal("0.000003"),
                                new BigDecimal("0.000015"),
                                new BigDecimal("0.0000003"),
                                new BigDecimal("0.00000375"),
                                new BigDecimal("0.000006"))
                        .tokens());
        assertThat(facts("model: anthropic/claude-sonnet-4-5, input_cost_per_token: 0.001", "")
                        .price())
                .isEqualTo(price("0.001", "0.000015"));
        assertThat(facts("model: anthropic/x, input_cost_per_token: 1, cache_read_input_token_cost: 0.5", "")
                        .price())
                .isEqualTo(new Price(BigDecimal.ONE, BigDecimal.ZERO, new BigDecimal("0.5"), null, null));
    }

    @Test
    void of_an_unknown_model_nothing_is_known() {
        assertThat(facts("model: openai/my-own", "")).isEqualTo(ModelFacts.UNKNOWN);
        assertThat(facts("model: hosted_vllm/gpt-4o, api_base: 'http://localhost:1/'", "")
                        .price())
                .isNull();
    }

    @Test
    void what_the_file_says_wins() {
        ModelFacts facts = facts(
                "model: openai/gpt-4o, input_cost_per_token: 0.001",
                "max_input_tokens: 5, max_output_tokens: 6, mode: completion, output_cost_per_token: 0, supports_response_schema: false");

        assertThat(facts.maxInputTokens()).isEqualTo(5);
        assertThat(facts.maxOutputTokens()).isEqualTo(6);
        assertThat(facts.mode()).isEqualTo("completion");
        assertThat(facts.price()).isEqualTo(price("0.001", "0"));
        assertThat(facts.unsupportedParameters()).containsExactly("response_format");
        assertThat(facts.info()).containsEntry("input_cost_per_token", 0.001).containsEntry("mode", "completion");
    }

    @Test
    void what_the_file_says_of_abilities_wins() {
        ModelFacts facts = facts("model: openai/gpt-5", "supports_vision: false, supports_audio_input: true");

        assertThat(facts.lacks(Ability.VISION)).isTrue();
        assertThat(facts.supports(Ability.AUDIO_INPUT)).isTrue();
        assertThat(facts.supports(Ability.REASONING)).isTrue();
        assertThat(facts.lacks(Ability.XHIGH_REASONING_EFFORT)).isTrue();
    }

    @Test
    void an_explicit_zero_is_free_and_a_missing_price_is_unknown() {
        assertThat(facts("model: openai/x, input_cost_per_token: 0, output_cost_per_token: 0", "")
                        .price())
                .matches(Price::free);
        assertThat(facts("model: openai/x, input_cost_per_token: 2e-05", "").price())
                .isEqualTo(price("0.00002", "0"));
        assertThat(facts("model: openai/x", "").price()).isNull();
    }

    @Test
    void an_azure_deployment_is_only_known_by_its_base_model() {
        String azure = "model: azure/gpt-4o, api_base: 'https://x.example'";

        assertThat(facts(azure, "").maxInputTokens()).isNull();
        assertThat(facts(azure, "").price()).isNull();
        assertThat(facts(azure, "base_model: azure/gpt-4o").maxInputTokens()).isEqualTo(128_000);
        assertThat(facts(azure, "base_model: gpt-4o").baseModel()).isEqualTo("gpt-4o");
        assertThat(facts(azure + ", base_model: gpt-4o", "").price()).isNotNull();
    }

    @Test
    void a_map_of_ones_own_lies_over_the_shipped_one() throws IOException {
        Files.writeString(folder.resolve("models.json"), """
                {"sample_spec": {"max_input_tokens": "text"},
                 "groq/llama": {"max_input_tokens": 77, "input_cost_per_token": 1e-7, "output_cost_per_token": 2e-7, "mode": "chat"},
                 "gpt-4o": {"litellm_provider": "openai", "max_input_tokens": "unknown", "supports_vision": true}}
                """);
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                model_list:
                - {model_name: a, litellm_params: {model: groq/llama, api_key: k}}
                - {model_name: b, litellm_params: {model: openai/gpt-4o, api_key: k}}
                - {model_name: c, litellm_params: {model: openai/gpt-4.1, api_key: k}}
                litellm_settings: {model_cost_map: models.json}
                """);

        var deployments = Configurations.configuration(new ConfigurationModule(Map.of(), PLUGINS).read(config))
                .deployments();

        assertThat(deployments.get(0).facts().maxInputTokens()).isEqualTo(77);
        assertThat(deployments.get(0).facts().price()).isEqualTo(price("1E-7", "2E-7"));
        assertThat(deployments.get(1).facts().maxInputTokens()).isNull();
        assertThat(deployments.get(1).facts().info()).containsEntry("supports_vision", true);
        assertThat(deployments.get(2).facts().maxInputTokens()).isEqualTo(1_047_576);
    }

    @Test
    void a_map_that_cannot_be_read_is_an_error() throws IOException {
        Files.writeString(folder.resolve("broken.json"), "{");
        Path config = Files.writeString(
                folder.resolve("config.yaml"),
                Configurations.ONE_MODEL + "litellm_settings: {model_cost_map: broken.json}\n");

        assertThat(new ConfigurationModule(Map.of(), PLUGINS).read(config).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.ERROR);
                    assertThat(finding.line()).isEqualTo(2);
                    assertThat(finding.path()).isEqualTo("litellm_settings.model_cost_map");
                });
        assertThat(Configurations.findings(Configurations.ONE_MODEL, Map.of("LITELLM_MODEL_COST_MAP", "/nowhere.json")))
                .containsExactly(
                        "config.yaml: error: LITELLM_MODEL_COST_MAP: the model map /nowhere.json cannot be read: does not exist");
    }
}

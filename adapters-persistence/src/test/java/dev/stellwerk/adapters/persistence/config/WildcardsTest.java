package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.PLUGINS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names that a pattern of the configuration matches: where they lead, and what is known of the models behind them. */
class WildcardsTest {
    private static CatalogSnapshot catalog(Map<String, String> environment, String... entries) {
        String text = "model_list:\n- " + String.join("\n- ", entries) + "\n";
        GatewayConfiguration read =
                Configurations.configuration(new ConfigurationModule(environment, PLUGINS).read("config.yaml", text));
        return new CatalogSnapshot(
                read.deployments(), read.aliases(), List.of(), read.providers(), RegionTree.FLAT, new TrafficBoard());
    }

    private static String entry(String name, String parameters) {
        return "{model_name: '" + name + "', litellm_params: {api_key: k, " + parameters + "}}";
    }

    private static Deployment led(CatalogSnapshot catalog, String name) {
        assertThat(catalog.resolve(name, null)).isInstanceOf(Resolution.Group.class);
        return ((Resolution.Group) catalog.resolve(name, null)).pool().deployment(0);
    }

    @Test
    void what_is_known_is_known_of_the_model_that_a_name_led_to() {
        CatalogSnapshot catalog = catalog(Map.of(), entry("openai/*", "model: 'openai/*'"));

        ModelFacts facts = led(catalog, "openai/gpt-5").facts();
        assertThat(facts.maxInputTokens()).isEqualTo(272_000);
        assertThat(facts.price().inputPerToken()).isEqualByComparingTo("0.00000125");
        assertThat(facts.supports(Ability.REASONING)).isTrue();
        assertThat(led(catalog, "openai/whisper-1").facts().mode()).isEqualTo("audio_transcription");
        assertThat(led(catalog, "openai/my-own").facts()).isEqualTo(ModelFacts.UNKNOWN);
    }

    @Test
    void what_the_pattern_states_wins_over_what_is_known_of_the_name() {
        CatalogSnapshot catalog = catalog(
                Map.of(),
                "{model_name: 'openai/*', litellm_params: {model: 'openai/*', api_key: k, input_cost_per_token: 1},"
                        + " model_info: {max_input_tokens: 7}}");

        ModelFacts facts = led(catalog, "gpt-4o").facts();
        assertThat(facts.maxInputTokens()).isEqualTo(7);
        assertThat(facts.price().inputPerToken()).isEqualByComparingTo("1");
        assertThat(facts.price().outputPerToken()).isEqualByComparingTo("0.00001");
        assertThat(led(catalog, "openai/my-own").facts().price().inputPerToken())
                .isEqualByComparingTo("1");
    }

    @Test
    void the_list_of_models_tells_the_provider_of_a_bare_name() {
        CatalogSnapshot catalog = catalog(
                Map.of(), entry("deepseek/*", "model: 'deepseek/*'"), entry("anthropic/*", "model: 'anthropic/*'"));

        assertThat(led(catalog, "deepseek-v4-pro").endpoint().qualifiedModel()).isEqualTo("deepseek/deepseek-v4-pro");
        assertThat(led(catalog, "claude-sonnet-4-5").endpoint().provider()).isEqualTo("anthropic");
        assertThat(catalog.resolve("gpt-4o", null)).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void a_pattern_with_a_provider_of_its_own_needs_no_slash() {
        CatalogSnapshot catalog =
                catalog(Map.of(), entry("claude-*", "model: 'claude-*', custom_llm_provider: anthropic"));

        Deployment sonnet = led(catalog, "claude-sonnet-4-5");
        assertThat(sonnet.endpoint().qualifiedModel()).isEqualTo("anthropic/claude-sonnet-4-5");
        assertThat(sonnet.facts().maxOutputTokens()).isEqualTo(64_000);
        assertThat(catalog.knownNames("claude-*"))
                .contains("claude-sonnet-4-5")
                .allMatch(name -> name.startsWith("claude-"));
    }

    @Test
    void a_star_alone_is_whatever_can_be_called() {
        CatalogSnapshot catalog =
                catalog(Map.of("GROQ_API_KEY", "k"), "{model_name: '*', litellm_params: {model: '*'}}");

        assertThat(catalog.knownNames("*")).isNotEmpty().allMatch(name -> name.startsWith("groq/"));
        assertThat(led(catalog, catalog.knownNames("*").getFirst()).facts().price())
                .isNotNull();
    }

    @Test
    void known_names_are_listed_as_clients_call_them() {
        CatalogSnapshot catalog =
                catalog(Map.of(), entry("mine/*", "model: 'openai/*'"), entry("fixed-*", "model: openai/gpt-4o"));

        assertThat(catalog.knownNames("mine/*"))
                .contains("mine/gpt-4o", "mine/gpt-5")
                .doesNotContain("mine/*");
        assertThat(catalog.knownNames("fixed-*")).isEmpty();
        assertThat(led(catalog, "fixed-x").facts().maxInputTokens()).isEqualTo(128_000);
        assertThat(catalog.patterns()).containsExactly("fixed-*", "mine/*");
    }
}

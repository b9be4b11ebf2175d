package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.configuration;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.deployment.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which deployments get a token that a client brings for Anthropic. */
class ClientTokensTest {
    private static String entry(String parameters) {
        return "model_list: [{model_name: claude-1, litellm_params: {" + parameters + "}}]\n";
    }

    private static Deployment deployment(String yaml) {
        return configuration(reading(yaml)).deployments().getFirst();
    }

    private static final String KEYED = entry("model: anthropic/claude-x, api_key: k");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "general_settings: {forward_client_headers_to_llm_api: true}",
                "general_settings: {forward_llm_provider_auth_headers: true}",
                "litellm_settings: {forward_llm_provider_auth_headers: true}",
                "litellm_settings: {model_group_settings: {forward_client_headers_to_llm_api: [claude-1]}}",
                "litellm_settings: {model_group_settings: {forward_client_headers_to_llm_api: [x, 'claude-*']}}"
            })
    void a_general_switch_lets_it_go_unless_the_deployment_says_no(String settings) {
        assertThat(deployment(KEYED + settings).clientCredential()).isEqualTo(ClientCredential.INSTEAD);
        String own = entry("model: anthropic/claude-x, api_key: k, forward_client_authorization: false");
        assertThat(deployment(own + settings).clientCredential()).isEqualTo(ClientCredential.UNUSED);
        String other = entry("model: openai/x, api_key: k");
        assertThat(deployment(other + settings).clientCredential()).isEqualTo(ClientCredential.UNUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "general_settings: {forward_client_headers_to_llm_api: false}",
                "litellm_settings: {model_group_settings: {forward_client_headers_to_llm_api: [claude, '*-2']}}"
            })
    void without_one_it_stays(String settings) {
        assertThat(deployment(KEYED + settings).clientCredential()).isEqualTo(ClientCredential.UNUSED);
    }

    @Test
    void the_deployment_may_say_so_itself_in_either_place() {
        assertThat(findings(entry("model: anthropic/claude-x, api_key: k, forward_client_authorization: true")))
                .isEmpty();
        assertThat(deployment(entry("model: anthropic/claude-x, api_key: k, forward_client_authorization: true"))
                        .clientCredential())
                .isEqualTo(ClientCredential.INSTEAD);
        String inInfo = "model_list: [{model_name: m, litellm_params: {model: anthropic/claude-x, api_key: k},"
                + " model_info: {forward_client_authorization: true}}]";
        assertThat(findings(inInfo)).isEmpty();
        assertThat(deployment(inInfo).clientCredential()).isEqualTo(ClientCredential.INSTEAD);
        assertThat(deployment(entry("model: anthropic/claude-x, api_key: k, forward_client_authorization: true"))
                        .requestDefaults())
                .doesNotContainKey("forward_client_authorization");
    }

    @Test
    void a_deployment_without_a_key_serves_those_who_bring_a_token_and_is_warned_of_once() {
        String yaml = entry("model: anthropic/claude-x, forward_client_authorization: true");
        assertThat(deployment(yaml).clientCredential()).isEqualTo(ClientCredential.NEEDED);
        assertThat(deployment(yaml).outOfService()).isEqualTo("credential_missing");
        assertThat(deployment(yaml).inService(true)).isTrue();
        assertThat(deployment(yaml).inService(false)).isFalse();
        assertThat(findings(yaml))
                .singleElement()
                .satisfies(finding -> assertThat(finding)
                        .contains(
                                "ANTHROPIC_API_KEY is not set; it serves only callers who bring a token of their own"));
    }

    @Test
    void where_more_than_a_key_is_missing_no_token_helps() {
        String yaml =
                entry("model: anthropic/claude-x, forward_client_authorization: true, region_name: os.environ/GONE");
        assertThat(deployment(yaml).inService(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api_base: 'https://relay.example/v1'|true",
                "api_base: 'https://relay.example', forward_client_authorization: false|false",
                "api_base: 'https://relay.example', forward_client_authorization: true|false",
                "api_base: 'https://api.anthropic.com'|false"
            })
    void a_general_switch_that_hands_it_to_others_is_warned_of(String parameters, boolean warned) {
        String yaml = entry("model: anthropic/claude-x, api_key: k, " + parameters)
                + "general_settings: {forward_llm_provider_auth_headers: true}";
        assertThat(findings(yaml).stream()
                        .anyMatch(finding -> finding.contains("relay.example")
                                && finding.contains("general_settings.forward_llm_provider_auth_headers hands")
                                && finding.contains("forward_client_authorization: false")))
                .isEqualTo(warned);
    }
}

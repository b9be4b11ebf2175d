package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.configuration;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which deployments can serve: variables that are not set, providers that are not spoken or that the call decides. */
class UsableDeploymentsTest {
    private static ConfigurationModule.Reading entry(String parameters, String info) {
        return reading("model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k, " + parameters
                + "}, model_info: {" + info + "}}]");
    }

    // ---- variables that are not set

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_base",
                "base_url",
                "api_version",
                "region_name",
                "custom_llm_provider",
                "litellm_credential_name",
                "model_id",
                "azure_ad_token",
                "tenant_id",
                "client_id",
                "client_secret",
                "vertex_project",
                "watsonx_region_name",
                "aws_region_name",
                "order"
            })
    void what_decides_where_a_call_goes_keeps_the_deployment_out_of_service(String key) {
        ConfigurationModule.Reading reading = entry(key + ": os.environ/GONE", "");

        assertThat(reading.findings())
                .anyMatch(finding -> finding.path().equals("model_list[0].litellm_params." + key)
                        && finding.message().contains("GONE is not set; the deployment is never chosen"));
        Deployment deployment = configuration(reading).deployments().getFirst();
        assertThat(deployment.outOfService()).isEqualTo("credential_missing");
        assertThat(deployment.missingVariables()).containsExactly("GONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"team_id: os.environ/GONE", "access_groups: [os.environ/GONE]", "blocked: os.environ/GONE"})
    void what_decides_who_may_be_sent_there_does_so_too(String info) {
        assertThat(configuration(entry("", info)).deployments().getFirst().outOfService())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags: [os.environ/GONE]", "tag_regex: [os.environ/GONE]", "region_name: os.environ/GONE"})
    void a_deployment_that_answers_by_itself_does_not_open_by_accident_either(String parameters) {
        assertThat(configuration(entry("mock_response: hi, " + parameters, ""))
                        .deployments()
                        .getFirst()
                        .outOfService())
                .isNotNull();
        assertThat(configuration(entry("mock_response: hi, api_base: os.environ/GONE", ""))
                        .deployments()
                        .getFirst()
                        .outOfService())
                .isNull();
    }

    @Test
    void an_unset_model_is_listed_as_it_is_written() {
        ConfigurationModule.Reading reading =
                reading("model_list: [{model_name: m, litellm_params: {model: os.environ/GONE, api_key: k}}]");

        Deployment deployment = configuration(reading).deployments().getFirst();
        assertThat(deployment.endpoint().qualifiedModel()).isEqualTo("unknown/os.environ/GONE");
        assertThat(deployment.missingVariables()).containsExactly("GONE");
        assertThat(reading.findings()).hasSize(1);
    }

    @Test
    void any_other_parameter_is_left_out_at_any_depth() {
        ConfigurationModule.Reading reading = entry(
                "extra_headers: {X-Title: os.environ/GONE, X-Other: stays}, user: os.environ/GONE,"
                        + " stop: [a, os.environ/GONE, b], extra_body: {deep: {model: os.environ/GONE, kept: 1}},"
                        + " aws_session_token: os.environ/GONE",
                "");

        assertThat(reading.findings())
                .extracting(finding -> finding.path().replace("model_list[0].litellm_params.", ""))
                .containsExactlyInAnyOrder(
                        "extra_headers.X-Title",
                        "user",
                        "stop[1]",
                        "extra_body.deep.model",
                        "aws_session_token",
                        "aws_session_token");
        assertThat(reading.findings()).noneMatch(finding -> finding.message().contains("never chosen"));
        Deployment deployment = configuration(reading).deployments().getFirst();
        assertThat(deployment.outOfService()).isNull();
        assertThat(deployment.endpoint().headers()).isEqualTo(Map.of("X-Other", "stays"));
        assertThat(deployment.requestDefaults())
                .isEqualTo(Map.of("stop", List.of("a", "b"), "deep", Map.of("kept", 1L)));
    }

    @Test
    void another_kind_of_credential_is_not_replaced_by_the_providers() {
        var reading = reading(
                "model_list: [{model_name: m, litellm_params: {model: openai/m, litellm_credential_name: eu}}]",
                Map.of("OPENAI_API_KEY", "k"));

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .contains("litellm_credential_name: is not used yet; the deployment is never chosen");
        assertThat(configuration(reading).deploymentsInService()).isZero();
    }

    // ---- nothing left

    private static final String LEFT_OUT = """
            model_list:
            - {model_name: x, litellm_params: {model: elsewhere/z}}
            - {model_name: y, litellm_params: {model: nosuch/x}}
            - {model_name: z, litellm_params: {model: nosuch/y}}
            """;

    @Test
    void a_file_of_which_nothing_is_left_is_an_error_that_sums_up_the_providers() {
        assertThat(findings(LEFT_OUT))
                .hasSize(4)
                .contains("config.yaml:1: error: model_list: 3 of 3 deployments left out: nosuch (2), elsewhere (1);"
                        + " nothing can be called");
    }

    @Test
    void unless_models_may_come_from_the_database() {
        var reading = reading(LEFT_OUT + "general_settings: {store_model_in_db: true}");

        assertThat(configuration(reading).deployments()).isEmpty();
    }

    @Test
    void what_serves_is_counted_against_what_the_file_names() {
        GatewayConfiguration configuration = configuration(reading(LEFT_OUT + """
                - {model_name: a, litellm_params: {model: openai/m, api_key: k}}
                - {model_name: b, litellm_params: {model: openai/m, api_key: k}, model_info: {blocked: true}}
                - {model_name: c, litellm_params: {model: openai/m}}
                """));

        assertThat(configuration.deploymentsInService()).isEqualTo(1);
        assertThat(configuration.deploymentsConfigured()).isEqualTo(6);
    }

    // ---- a provider that the call decides

    private static final String EVERYTHING = "model_list: [{model_name: '*', litellm_params: {model: '*'}}]";

    @Test
    void the_provider_may_come_from_the_call() {
        var reading = reading(EVERYTHING, Map.of("OPENAI_API_KEY", "sk", "OPENAI_BASE_URL", "http://h/v1"));

        assertThat(reading.findings()).isEmpty();
        GatewayConfiguration configuration = configuration(reading);
        Deployment everything = configuration.deployments().getFirst();
        assertThat(everything.endpoint().providerOpen()).isTrue();
        for (String name : List.of("openai/gpt-4o", "gpt-4o")) {
            Deployment concrete =
                    configuration.providers().concrete(everything, name).orElseThrow();
            assertThat(concrete.endpoint().qualifiedModel()).isEqualTo("openai/gpt-4o");
            assertThat(concrete.endpoint().apiBase()).isEqualTo("http://h/v1");
            assertThat(concrete.endpoint().apiKey()).isEqualTo(new Secret("sk"));
            assertThat(concrete.id()).isEqualTo(everything.id());
            assertThat(concrete.outOfService()).isNull();
        }
    }

    @Test
    void without_the_providers_own_key_it_is_out_of_service() {
        GatewayConfiguration configuration = configuration(reading(EVERYTHING));
        Deployment concrete = configuration
                .providers()
                .concrete(configuration.deployments().getFirst(), "groq/x")
                .orElseThrow();

        assertThat(concrete.outOfService()).isEqualTo("credential_missing");
        assertThat(concrete.missingVariables()).containsExactly("GROQ_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-knows-this", "nosuch/x", "gemini/gemini-x", "gemini-x", "openai/", "hosted_vllm/x"})
    void a_name_that_no_provider_can_be_called_by_leads_nowhere(String name) {
        GatewayConfiguration configuration = configuration(reading(EVERYTHING));

        assertThat(configuration
                        .providers()
                        .concrete(configuration.deployments().getFirst(), name))
                .isEmpty();
    }

    @Test
    void a_name_that_is_no_pattern_brings_no_provider() {
        assertThat(findings("model_list: [{model_name: all, litellm_params: {model: '*'}}]"))
                .first()
                .asString()
                .contains("left out", "names no provider");
    }
}

package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static dev.stellwerk.adapters.persistence.config.Configurations.configuration;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Provider, base URL and credential of deployments, and their ids. */
class EndpointTest {
    private static String entry(String parameters) {
        return "model_list: [{model_name: m, litellm_params: {" + parameters + "}}]";
    }

    private static Deployment deployment(String parameters, Map<String, String> environment) {
        return clean(entry(parameters), environment).deployments().getFirst();
    }

    private static Endpoint endpoint(String parameters, Map<String, String> environment) {
        return deployment(parameters, environment).endpoint();
    }

    // ---- provider

    @ParameterizedTest
    @CsvSource({
        "model: openai/gpt-4o, openai, gpt-4o",
        "model: openai/org/name, openai, org/name",
        "model: groq/llama, groq, llama",
        "model: gpt-4o, openai, gpt-4o",
        "model: o3-mini, openai, o3-mini",
        "'model: x, custom_llm_provider: mistral', mistral, x",
        "'model: mistral/x, custom_llm_provider: mistral', mistral, x",
        "'model: org/x, custom_llm_provider: openai', openai, org/x",
        "'model: x, api_base: \"https://api.groq.com/openai/v1\"', groq, x",
        "'model: org/x, api_base: \"https://api.deepseek.com/v1/\"', deepseek, org/x",
        "model: fireworks_ai/llama, fireworks_ai, accounts/fireworks/models/llama",
        "model: fireworks_ai/accounts/a/models/llama, fireworks_ai, accounts/a/models/llama",
        "'model: \"openai/*\"', openai, *"
    })
    void the_provider_is_named_or_known_by_its_host_or_by_the_model(String parameters, String provider, String model) {
        Endpoint endpoint = endpoint(parameters + ", api_key: k", Map.of());

        assertThat(endpoint.provider()).isEqualTo(provider);
        assertThat(endpoint.model()).isEqualTo(model);
    }

    @Test
    void a_host_inside_another_url_gives_no_key_away() {
        var environment = Map.of("GROQ_API_KEY", "gsk");
        String base = "https://evil.example/?api.groq.com/openai/v1";

        assertThat(findings(entry("model: x, api_base: '" + base + "'"), environment))
                .first()
                .asString()
                .contains("left out", "names no provider");
    }

    @Test
    void an_unknown_provider_is_left_out_with_advice() {
        assertThat(findings(entry("model: opena/x, api_key: k")))
                .first()
                .asString()
                .contains("did you mean 'openai'?");
        assertThat(findings(entry("model: homemade/x, api_base: 'http://localhost:1/'")))
                .first()
                .asString()
                .contains("unknown provider 'homemade'", "for an OpenAI-compatible server write openai/");
    }

    // ---- base and credential

    @Test
    void the_base_is_the_deployments_then_the_environments_then_the_providers() {
        var environment = Map.of("GROQ_API_BASE", "https://groq.example/v1", "GROQ_API_KEY", "k");

        assertThat(endpoint("model: groq/x, api_base: 'http://localhost:9/v1/'", environment)
                        .apiBase())
                .isEqualTo("http://localhost:9/v1/");
        assertThat(endpoint("model: groq/x, base_url: 'http://localhost:9/v1/'", environment)
                        .apiBase())
                .isEqualTo("http://localhost:9/v1/");
        assertThat(endpoint("model: groq/x", environment).apiBase()).isEqualTo("https://groq.example/v1");
        assertThat(endpoint("model: groq/x", Map.of("GROQ_API_KEY", "k")).apiBase())
                .isEqualTo("https://api.groq.com/openai/v1");
    }

    @Test
    void openai_without_a_base_is_the_endpoints_default() {
        assertThat(endpoint("model: openai/x, api_key: k", Map.of()).apiBase()).isNull();
        assertThat(endpoint("model: openai/x, api_key: k", Map.of("OPENAI_API_BASE", "http://b/"))
                        .apiBase())
                .isEqualTo("http://b/");
        assertThat(endpoint(
                                "model: openai/x, api_key: k",
                                Map.of("OPENAI_API_BASE", "http://b/", "OPENAI_BASE_URL", "http://u/"))
                        .apiBase())
                .isEqualTo("http://u/");
    }

    @Test
    void the_key_is_the_deployments_then_the_first_variable_that_is_set() {
        var environment = Map.of("TOGETHER_AI_API_KEY", "second", "TOGETHERAI_API_KEY", "third");

        assertThat(endpoint("model: together_ai/x", environment).apiKey()).isEqualTo(new Secret("second"));
        assertThat(endpoint("model: together_ai/x, api_key: own", environment).apiKey())
                .isEqualTo(new Secret("own"));
    }

    @Test
    void without_a_credential_a_deployment_is_out_of_service() {
        var reading = reading(entry("model: openai/gpt-4o"));

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .contains("warning", "litellm_params.model", "has no api_key, and OPENAI_API_KEY is not set");
        assertThat(configuration(reading).deployments().getFirst().outOfService())
                .isEqualTo("credential_missing");
    }

    @Test
    void a_server_of_ones_own_may_need_no_credential() {
        Deployment own = deployment("model: openai/x, api_base: 'http://localhost:8080/v1'", Map.of());

        assertThat(own.outOfService()).isNull();
        assertThat(own.endpoint().apiKey()).isNull();
        assertThat(deployment("model: hosted_vllm/x, api_base: 'http://localhost:8080/v1'", Map.of())
                        .outOfService())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<your-azure-endpoint>", "localhost:8080", "ftp://host/", "http:///x", "not a url"})
    void a_base_that_is_no_url_keeps_the_deployment_out_of_service(String base) {
        var reading = reading(entry("model: openai/x, api_key: k, api_base: '" + base + "'"));

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .contains("warning", "api_base", "is no http or https URL");
        assertThat(configuration(reading).deployments().getFirst().outOfService())
                .isEqualTo("api_base_invalid");
    }

    @Test
    void azure_needs_a_base_and_has_a_version() {
        var azure = endpoint("model: azure/dep, api_base: 'https://x.example/', api_key: k", Map.of());
        assertThat(azure)
                .isEqualTo(new Endpoint(
                        "azure", "dep", "https://x.example/", new Secret("k"), "2025-02-01-preview", null, Map.of()));

        var environment = Map.of(
                "AZURE_API_BASE", "https://y.example/", "AZURE_API_KEY", "ak", "AZURE_API_VERSION", "2024-01-01");
        var fromEnvironment = endpoint("model: azure/dep", environment);
        assertThat(fromEnvironment.apiBase()).isEqualTo("https://y.example/");
        assertThat(fromEnvironment.apiKey()).isEqualTo(new Secret("ak"));
        assertThat(fromEnvironment.apiVersion()).isEqualTo("2024-01-01");
        assertThat(endpoint("model: azure/dep, api_version: '2023-05-15'", environment)
                        .apiVersion())
                .isEqualTo("2023-05-15");
    }

    @Test
    void headers_of_the_deployment_and_of_the_provider() {
        assertThat(endpoint(
                                "model: openrouter/x, api_key: k, extra_headers: {X-Team: 7}",
                                Map.of("OR_SITE_URL", "https://me"))
                        .headers())
                .isEqualTo(Map.of("X-Team", "7", "HTTP-Referer", "https://me"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'X A': v", "'X-A: b': v", "'X-\\n': v", "X-A: \"v\\r\\nX-B: w\"", "X-A: \"v\\0\""})
    void a_header_that_is_none_is_an_error(String header) {
        assertThat(findings(entry("model: openai/x, api_key: k, extra_headers: {" + header + "}")))
                .singleElement()
                .asString()
                .contains("error");
    }

    @Test
    void a_line_end_after_a_key_is_not_sent() {
        assertThat(endpoint("model: openai/x", Map.of("OPENAI_API_KEY", "k\n")).apiKey())
                .isEqualTo(new Secret("k"));
        assertThat(endpoint("model: openai/x, api_key: os.environ/MINE", Map.of("MINE", " k\n"))
                        .apiKey())
                .isEqualTo(new Secret("k"));
    }

    @Test
    void placeholders_are_pointed_out() {
        assertThat(findings(entry("model: openai/<your-model>, api_key: your-key")))
                .hasSize(2)
                .allMatch(line -> line.contains("looks like a placeholder"));
    }

    // ---- organizations and ids

    @Test
    void a_list_of_organizations_makes_a_deployment_of_each() {
        List<Deployment> both = clean(entry("model: openai/x, api_key: k, organization: [one, two]"))
                .deployments();

        assertThat(both).extracting(d -> d.endpoint().organization()).containsExactly("one", "two");
        assertThat(both).extracting(Deployment::id).doesNotHaveDuplicates();
        assertThat(clean(
                                "model_list: [{model_name: m, litellm_params: {model: openai/x, api_key: k, organization: [one, two]},"
                                        + " model_info: {id: i}}]")
                        .deployments())
                .extracting(d -> d.id().value())
                .containsExactly("i", "i-2");
        assertThat(endpoint("model: openai/x, api_key: k, organization: solo", Map.of())
                        .organization())
                .isEqualTo("solo");
        assertThat(endpoint("model: openai/x, api_key: k", Map.of("OPENAI_ORGANIZATION", "org"))
                        .organization())
                .isEqualTo("org");
    }

    private static String id(String parameters) {
        return deployment(parameters, Map.of("K1", "a", "K2", "b")).id().value();
    }

    @Test
    void an_id_made_from_the_entry_is_stable_and_knows_no_secret() {
        String id = id("model: openai/x, api_key: secret-1, rpm: 5, tags: [a, b]");

        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(id("tags: [a, b], rpm: 5, model: openai/x, api_key: secret-1"))
                .isEqualTo(id);
        assertThat(id("model: openai/x, api_key: secret-2, rpm: 5, tags: [a, b]"))
                .isEqualTo(id);
        assertThat(id("model: openai/x, api_key: secret-1, rpm: 6, tags: [a, b]"))
                .isNotEqualTo(id);
        assertThat(id("model: openai/x, api_key: secret-1, rpm: 5, tags: [b, a]"))
                .isNotEqualTo(id);
        assertThat(id("model: openai/x, api_key: os.environ/K1"))
                .isNotEqualTo(id("model: openai/x, api_key: os.environ/K2"));
    }

    @Test
    void entries_that_are_equal_get_ids_of_their_own() {
        String equal = "{model_name: m, litellm_params: {model: openai/x, api_key: k}}";
        var ids = clean("model_list: [" + equal + ", " + equal + ", " + equal + "]")
                .deployments();

        assertThat(ids).extracting(Deployment::id).doesNotHaveDuplicates();
        assertThat(ids.getFirst().id())
                .isEqualTo(clean("model_list: [" + equal + "]")
                        .deployments()
                        .getFirst()
                        .id());
    }

    @Test
    void an_id_that_is_named_twice_is_an_error() {
        assertThat(findings("""
                                model_list:
                                - {model_name: a, litellm_params: {model: openai/x, api_key: k}, model_info: {id: 7}}
                                - {model_name: b, litellm_params: {model: openai/x, api_key: k}, model_info: {id: '7'}}
                                """))
                .containsExactly(
                        "config.yaml:3: error: model_list[1].model_info.id: '7' is already the id of the deployment in"
                                + " config.yaml:2");
    }
}

package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.ONE_MODEL;
import static dev.stellwerk.adapters.persistence.config.Configurations.PLUGINS;
import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Stores;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationModuleTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private ConfigurationModule.Reading read(Path file, Map<String, String> environment) {
        return new ConfigurationModule(environment, PLUGINS).read(file);
    }

    private List<String> told(Path file) {
        return read(file, Map.of()).findings().stream()
                .map(finding -> finding.toString().replace(folder.toString(), "DIR"))
                .toList();
    }

    @Test
    void a_file_with_nothing_but_a_model_gives_the_documented_defaults() {
        GatewayConfiguration configuration = clean(ONE_MODEL);

        assertThat(configuration.routing()).isEqualTo(RoutingSettings.DEFAULTS);
        assertThat(configuration.access()).isEqualTo(Access.DEFAULTS);
        assertThat(configuration.wire()).isEqualTo(Wire.DEFAULTS);
        assertThat(configuration.stores()).isEqualTo(Stores.EMBEDDED);
        assertThat(configuration.regions()).isSameAs(RegionTree.FLAT);
        assertThat(configuration.aliases()).isEmpty();
        assertThat(configuration.strategies())
                .containsExactly(new GatewayConfiguration.StrategySpec("simple-shuffle", "simple-shuffle", Map.of()));
    }

    @Test
    void a_missing_file_is_one_finding() {
        assertThat(told(folder.resolve("not-there.yaml")))
                .containsExactly("DIR/not-there.yaml: error: file: does not exist");
    }

    @Test
    void a_folder_a_file_that_is_too_long_and_one_that_is_no_text_are_findings() throws IOException {
        assertThat(told(folder)).singleElement().asString().contains("error: file: cannot be read");
        assertThat(told(file("long.yaml", "#".repeat(MEBIBYTE + 1))))
                .containsExactly("DIR/long.yaml: error: file: is longer than 1 MiB");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {'a', ':', '\n', (byte) 0xff});
        assertThat(told(binary)).containsExactly("DIR/binary.yaml:2: error: file: is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "~"})
    void an_empty_file_is_an_error(String text) {
        assertThat(findings(text)).containsExactly("config.yaml:1: error: file: is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "just text"})
    void a_file_that_holds_no_map_is_an_error(String text) {
        assertThat(findings(text)).containsExactly("config.yaml:1: error: file: must hold a map of settings");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_key() throws IOException {
        assertThat(told(file("mark.yaml", "\uFEFF" + ONE_MODEL))).isEmpty();
    }

    @Test
    void an_error_means_that_there_is_no_configuration() {
        assertThat(reading(ONE_MODEL + "stellwerk: {no_such_key: 1}").configuration())
                .isNull();
    }

    @Test
    void strict_makes_errors_of_warnings() {
        ConfigurationModule.Reading reading = reading(ONE_MODEL + "router_settings: {num_retrys: 4}");

        assertThat(reading.configuration()).isNotNull();
        assertThat(reading.strict().configuration()).isNull();
        assertThat(reading.strict().findings()).extracting(Finding::level).containsOnly(Finding.Level.ERROR);
        assertThat(reading(ONE_MODEL).strict().configuration()).isNotNull();
    }

    // ---- include

    @Test
    void an_included_list_is_appended_and_an_included_map_joins() throws IOException {
        file("more.yaml", """
                model_list: [{model_name: two, litellm_params: {model: openai/m, api_key: k}}]
                router_settings: {model_group_alias: {nick: two}, num_retries: 5}
                """);
        Path main = file(
                "main.yaml",
                "include: [more.yaml]\n" + ONE_MODEL
                        + "router_settings:\n  model_group_alias: {other: m}\n  timeout: 7\n");

        GatewayConfiguration configuration = Configurations.configuration(read(main, Map.of()));

        assertThat(configuration.deployments()).extracting("group").containsExactly("m", "two");
        assertThat(configuration.aliases()).containsOnlyKeys("other", "nick");
        assertThat(configuration.routing().failures().retries()).isEqualTo(5);
        assertThat(configuration.routing().timeouts().whole()).hasSeconds(7);
    }

    @Test
    void a_single_file_may_be_included_without_a_list() throws IOException {
        file("more.yaml", ONE_MODEL);

        assertThat(told(file("main.yaml", "include: more.yaml\n"))).isEmpty();
    }

    @Test
    void where_both_speak_the_including_file_wins_and_a_warning_says_so() throws IOException {
        file("more.yaml", "router_settings:\n  num_retries: 9\n  timeout: 3\n");
        Path main = file(
                "main.yaml", "include: [more.yaml]\n" + ONE_MODEL + "router_settings: {num_retries: 1, timeout: 3}\n");

        assertThat(told(main))
                .containsExactly(
                        "DIR/more.yaml:2: warning: router_settings.num_retries: has no effect: DIR/main.yaml:3 says"
                                + " otherwise, and it wins");
        assertThat(Configurations.configuration(read(main, Map.of()))
                        .routing()
                        .failures()
                        .retries())
                .isEqualTo(1);
    }

    @Test
    void a_missing_include_is_an_error_that_names_it() throws IOException {
        assertThat(told(file("main.yaml", ONE_MODEL + "include: [nowhere.yaml]\n")))
                .containsExactly("DIR/main.yaml:2: error: include: includes DIR/nowhere.yaml, which does not exist");
    }

    @Test
    void findings_in_an_included_file_name_that_file() throws IOException {
        file("more.yaml", "router_settings:\n  num_retrys: 9\n");
        file("broken.yaml", "a: [\n");

        assertThat(told(file("main.yaml", "include: [more.yaml, broken.yaml]\n" + ONE_MODEL)))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("DIR/more.yaml:2: warning: router_settings.num_retrys: unknown key"))
                .anyMatch(line -> line.startsWith("DIR/broken.yaml:2: error: yaml: "));
    }

    @Test
    void an_include_inside_an_included_file_is_not_followed() throws IOException {
        file("more.yaml", "include: [third.yaml]\n" + ONE_MODEL);

        assertThat(told(file("main.yaml", "include: [more.yaml]\n")))
                .containsExactly(
                        "DIR/more.yaml:1: warning: include: is not followed in a file that is itself included");
    }

    // ---- environment

    @Test
    void variables_are_followed_at_any_depth_and_for_numbers() {
        GatewayConfiguration configuration = clean(
                "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: os.environ/KEY, timeout:"
                        + """
                 os.environ/SECONDS, tags: [os.environ/TAG], temperature: os.environ/WARMTH}}]
                general_settings: {master_key: os.environ/MASTER}
                """,
                Map.of("KEY", "sk-1", "SECONDS", "7", "TAG", "eu", "WARMTH", "0.5", "MASTER", "sk-2"));

        var deployment = configuration.deployments().getFirst();
        assertThat(deployment.endpoint().apiKey()).isEqualTo(new Secret("sk-1"));
        assertThat(deployment.timeouts().whole()).hasSeconds(7);
        assertThat(deployment.tagRules().tags()).containsExactly("eu");
        assertThat(deployment.requestDefaults()).containsEntry("temperature", 0.5);
        assertThat(configuration.access().masterKey()).isEqualTo(new Secret("sk-2"));
    }

    @Test
    void an_unset_variable_in_a_deployment_is_a_warning_and_the_deployment_is_kept_out_of_service() {
        ConfigurationModule.Reading reading = reading(
                "model_list:\n- model_name: m\n  litellm_params:\n    model: openai/m\n    api_key: os.environ/NO_KEY\n");

        assertThat(reading.findings())
                .singleElement()
                .asString()
                .isEqualTo(
                        "config.yaml:5: warning: model_list[0].litellm_params.api_key: environment variable NO_KEY is not"
                                + " set; the deployment is never chosen");
        assertThat(Configurations.configuration(reading)
                        .deployments()
                        .getFirst()
                        .outOfService())
                .isEqualTo("credential_missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "general_settings: {master_key: os.environ/GONE}",
                "general_settings: {database_url: os.environ/GONE}",
                "router_settings: {redis_host: os.environ/GONE}",
                "router_settings: {redis_host: h, redis_password: os.environ/GONE}",
                "router_settings: {redis_url: os.environ/GONE}",
                "litellm_settings: {cache: true, cache_params: {type: redis, host: os.environ/GONE}}",
                "environment_variables: {LITELLM_SALT_KEY: os.environ/GONE}",
                "environment_variables: {LITELLM_MASTER_KEY: os.environ/GONE}"
            })
    void an_unset_variable_is_an_error_where_the_gateway_would_be_another_without_it(String section) {
        assertThat(findings(ONE_MODEL + section))
                .anyMatch(line -> line.startsWith("config.yaml:2: error: ")
                        && line.endsWith("environment variable GONE is not set"));
    }

    @Test
    void a_blank_variable_counts_as_unset() {
        assertThat(findings(ONE_MODEL + "general_settings: {master_key: os.environ/EMPTY}", Map.of("EMPTY", " ")))
                .containsExactly(
                        "config.yaml:2: error: general_settings.master_key: environment variable EMPTY is not set");
    }

    @Test
    void elsewhere_an_unset_variable_counts_as_absent() {
        ConfigurationModule.Reading reading = reading(ONE_MODEL + "router_settings: {num_retries: os.environ/GONE}");

        assertThat(reading.findings()).singleElement().asString().contains("warning", "GONE", "counts as absent");
        assertThat(Configurations.configuration(reading).routing().failures().retries())
                .isEqualTo(2);
    }

    @Test
    void environment_variables_of_the_file_are_applied_first() {
        GatewayConfiguration configuration =
                clean("""
                environment_variables: {KEY: os.environ/OUTER, LITELLM_MASTER_KEY: sk-file}
                model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: os.environ/KEY}}]
                """, Map.of("OUTER", "sk-outer", "LITELLM_MASTER_KEY", "sk-process"));

        assertThat(configuration.deployments().getFirst().endpoint().apiKey()).isEqualTo(new Secret("sk-outer"));
        assertThat(configuration.access().masterKey()).isEqualTo(new Secret("sk-file"));
    }

    @Test
    void values_from_the_environment_are_never_shown() {
        assertThat(findings(
                        ONE_MODEL + "router_settings: {num_retries: os.environ/SECRET}", Map.of("SECRET", "hunter2")))
                .singleElement()
                .asString()
                .contains("SECRET")
                .doesNotContain("hunter2");
    }

    // ---- unknown keys and wrong types

    @Test
    void a_misspelt_key_is_reported_with_what_was_probably_meant() {
        assertThat(findings(ONE_MODEL + "router_settings:\n  enable_tag_filterin: true\n"))
                .containsExactly(
                        "config.yaml:3: warning: router_settings.enable_tag_filterin: unknown key; did you mean"
                                + " 'enable_tag_filtering'?");
        assertThat(findings(ONE_MODEL + "routersettings: {}"))
                .singleElement()
                .asString()
                .contains("'router_settings'");
        assertThat(findings(ONE_MODEL + "general_settings: {zzz: 1}"))
                .containsExactly("config.yaml:2: warning: general_settings.zzz: unknown key");
    }

    @Test
    void a_known_key_without_effect_is_a_warning() {
        assertThat(findings(ONE_MODEL + "litellm_settings: {callbacks: [prometheus]}\nguardrails: []\n"))
                .containsExactly(
                        "config.yaml:2: warning: litellm_settings.callbacks: read, not used yet",
                        "config.yaml:3: warning: guardrails: read, not used yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "router_settings: []",
                "router_settings: {num_retries: many}",
                "router_settings: {num_retries: -1}",
                "router_settings: {allowed_fails: -1}",
                "router_settings: {cooldown_time: -1}",
                "router_settings: {retry_after: -1}",
                "router_settings: {timeout: -1}",
                "router_settings: {default_max_parallel_requests: -1}",
                "litellm_settings: {allowed_fails: -1}",
                "router_settings: {num_retries: 1.5}",
                "router_settings: {num_retries: [1]}",
                "router_settings: {allowed_fails: 010}",
                "router_settings: {enable_tag_filtering: maybe}",
                "router_settings: {timeout: 0}",
                "router_settings: {timeout: -3}",
                "router_settings: {timeout: 1e99}",
                "router_settings: {optional_pre_call_checks: prompt_caching}",
                "router_settings: {model_group_alias: [m]}",
                "router_settings: {retry_policy: {RateLimitErrorRetries: -1}}",
                "router_settings: {provider_budget_config: {openai: {budget_limit: 5}}}",
                "router_settings: {provider_budget_config: {openai: {budget_limit: -5, time_period: 1d}}}",
                "router_settings: {provider_budget_config: {openai: {budget_limit: 5, time_period: daily}}}",
                "general_settings: {master_key: ''}",
                "general_settings: {master_key: {a: b}}",
                "general_settings: {max_request_size_mb: 0}",
                "general_settings: {database_url: 'mysql://x'}",
                "general_settings: {database_connection_pool_limit: -1}",
                "model_list: {a: b}"
            })
    void a_wrong_value_is_an_error_with_its_line(String section) {
        String yaml = section.startsWith("model_list") ? "\n" + section : ONE_MODEL + section;

        assertThat(findings(yaml))
                .anyMatch(line -> line.startsWith("config.yaml:2: error: " + section.split(":", 2)[0]));
    }
}

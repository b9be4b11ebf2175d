package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.ONE_MODEL;
import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static dev.stellwerk.adapters.persistence.config.Configurations.configuration;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.AddressRange;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Redis;
import dev.stellwerk.application.configuration.GatewayConfiguration.RouteModels;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.deployment.ServerTrust;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code general_settings}, stores and {@code stellwerk}, key by key. */
class OtherSectionsTest {
    private static GatewayConfiguration general(String settings) {
        return clean(ONE_MODEL + "general_settings: {" + settings + "}");
    }

    private static GatewayConfiguration stellwerk(String settings) {
        return clean(ONE_MODEL + "stellwerk: {" + settings + "}");
    }

    // ---- access

    @Test
    void who_may_call() {
        assertThat(general("master_key: sk-1, litellm_key_header_name: X-Key, user_header_name: X-User,"
                                + " user_header_mappings: [{header_name: X-Customer, litellm_user_role: customer},"
                                + " {header_name: X-Intern, litellm_user_role: internal_user}], enforce_user_param: true,"
                                + " reject_clientside_metadata_tags: true, dangerously_allow_mock_testing_request_params: false,"
                                + " completion_model: m, embedding_model: m, image_generation_model: m, moderation_model: m,"
                                + " user_api_key_cache_ttl: 5")
                        .access())
                .isEqualTo(new Access(
                        new Secret("sk-1"),
                        "X-Key",
                        "X-User",
                        List.of("X-Customer"),
                        true,
                        true,
                        false,
                        new RouteModels("m", "m", "m", "m"),
                        Map.of(),
                        Duration.ofSeconds(5)));
    }

    @Test
    void the_master_key_may_come_from_the_environment() {
        var environment = Map.of("LITELLM_MASTER_KEY", "sk-env");

        assertThat(clean(ONE_MODEL, environment).access().masterKey()).isEqualTo(new Secret("sk-env"));
        assertThat(clean(ONE_MODEL + "general_settings: {master_key: 1234}", environment)
                        .access()
                        .masterKey())
                .isEqualTo(new Secret("1234"));
    }

    @Test
    void a_single_header_mapping_need_not_be_a_list() {
        assertThat(general("user_header_mappings: {header_name: X-C, litellm_user_role: customer}")
                        .access()
                        .customerHeaders())
                .containsExactly("X-C");
    }

    @Test
    void a_model_for_every_call_that_is_not_there_is_pointed_out() {
        assertThat(findings(ONE_MODEL + "general_settings: {completion_model: n}"))
                .singleElement()
                .asString()
                .contains("warning", "no model is called 'n'");
    }

    // ---- wire

    @Test
    void what_goes_over_the_wire() {
        assertThat(clean(ONE_MODEL
                                + "general_settings: {max_request_size_mb: 0.5, always_include_stream_usage: true}\n"
                                + "litellm_settings: {expose_router_debug_in_errors: false}\n"
                                + "stellwerk: {return_upstream_model: true, openai_usage_chunk: true, cors_origins: ['https://a'],\n"
                                + "  compat_error_codes: openai, trusted_proxies: [10.0.0.0/8, '::1'],\n"
                                + "  limits: {hold_opening_seconds: 0.5}}\n")
                        .wire())
                .isEqualTo(new Wire(
                        1 << 19,
                        true,
                        true,
                        true,
                        false,
                        Set.of("https://a"),
                        "",
                        Duration.ofMillis(500),
                        true,
                        List.of(range("10.0.0.0/8"), range("::1")),
                        Outgoing.DEFAULTS));
        assertThat(clean(ONE_MODEL, Map.of("LITELLM_CORS_ORIGINS", "https://a, https://b"))
                        .wire()
                        .corsOrigins())
                .containsExactlyInAnyOrder("https://a", "https://b");
    }

    @Test
    void what_stands_in_front_of_every_path() {
        for (String text : new String[] {"/llm/gateway", "llm/gateway/", " /llm/gateway "}) {
            assertThat(clean(ONE_MODEL, Map.of("SERVER_ROOT_PATH", text)).wire().rootPath())
                    .isEqualTo("/llm/gateway");
        }
        assertThat(clean(ONE_MODEL, Map.of("SERVER_ROOT_PATH", "/")).wire().rootPath())
                .isEmpty();
        assertThat(reading(ONE_MODEL, Map.of("SERVER_ROOT_PATH", "/a?b")).findings())
                .singleElement()
                .asString()
                .contains("warning", "SERVER_ROOT_PATH");
    }

    private static AddressRange range(String text) {
        return AddressRange.parse(text).orElseThrow();
    }

    @Test
    void proxies_are_trusted_by_their_addresses_alone() {
        assertThat(findings(ONE_MODEL + "stellwerk: {trusted_proxies: [proxy.example, 10.0.0.0/33, 10.0.0.0/x]}"))
                .hasSize(3)
                .allSatisfy(finding -> assertThat(finding)
                        .contains("error: stellwerk.trusted_proxies[", "no address and no range of addresses"));
        assertThat(findings(ONE_MODEL + "general_settings: {use_x_forwarded_for: true}"))
                .singleElement()
                .asString()
                .contains("warning: general_settings.use_x_forwarded_for:", "stellwerk.trusted_proxies");
        assertThat(findings(ONE_MODEL
                        + "general_settings: {use_x_forwarded_for: true}\nstellwerk: {trusted_proxies: 10.1.2.3}"))
                .isEmpty();
        assertThat(findings(ONE_MODEL + "stellwerk: {compat_error_codes: litellm}"))
                .singleElement()
                .asString()
                .contains("error: stellwerk.compat_error_codes");
    }

    // ---- the way to upstreams

    private static Outgoing outgoing(String litellm, Map<String, String> environment) {
        return clean(ONE_MODEL + "litellm_settings: {" + litellm + "}", environment)
                .wire()
                .outgoing();
    }

    @Test
    void proxies_come_from_the_usual_variables_in_either_letters() {
        Outgoing outgoing = outgoing(
                "force_ipv4: true",
                Map.of(
                        "HTTP_PROXY",
                        "http://one.example:3128",
                        "https_proxy",
                        "user:p%40ss+word@two.example:8080",
                        "HTTPS_PROXY",
                        "http://three.example",
                        "NO_PROXY",
                        "localhost, .internal,,10.0.0.0/8"));
        assertThat(outgoing.httpProxy()).isEqualTo(new Outgoing.Proxy("one.example", 3128, null));
        assertThat(outgoing.httpsProxy())
                .isEqualTo(new Outgoing.Proxy("two.example", 8080, new Secret("user:p@ss+word")));
        assertThat(outgoing.direct()).containsExactly("localhost", ".internal", "10.0.0.0/8");
        assertThat(outgoing.ipv4Only()).isTrue();
        assertThat(outgoing("", Map.of())).isEqualTo(Outgoing.DEFAULTS);
    }

    @Test
    void a_proxy_that_is_none_is_an_error_that_keeps_its_password() {
        for (String odd : new String[] {"socks5://u:geheim@x:1", "http://u:geheim@", "http://u:geheim@x y"}) {
            assertThat(reading(ONE_MODEL, Map.of("HTTPS_PROXY", odd)).findings())
                    .singleElement()
                    .asString()
                    .contains("HTTPS_PROXY", "is no address of a proxy")
                    .doesNotContain("geheim");
        }
    }

    @Test
    void servers_are_judged_by_the_file_before_the_environment(@TempDir Path folder) throws IOException {
        String unchecked = ONE_MODEL + "litellm_settings: {ssl_verify: false}";
        assertThat(findings(unchecked))
                .singleElement()
                .asString()
                .contains("warning: litellm_settings.ssl_verify:", "not asked who they are");
        assertThat(reading(unchecked, Map.of("SSL_VERIFY", "true"))
                        .configuration()
                        .wire()
                        .outgoing()
                        .trust())
                .isEqualTo(new ServerTrust.Unchecked());
        assertThat(reading(ONE_MODEL, Map.of("SSL_VERIFY", "False")).findings())
                .singleElement()
                .asString()
                .contains("SSL_VERIFY", "warning");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
        for (Path bundle : List.of(empty, text, folder, folder.resolve("gone.pem"))) {
            assertThat(findings(ONE_MODEL + "litellm_settings: {ssl_verify: '" + bundle + "'}"))
                    .singleElement()
                    .asString()
                    .contains("error: litellm_settings.ssl_verify:", bundle.toString(), "cannot be read");
            assertThat(reading(ONE_MODEL, Map.of("SSL_CERT_FILE", bundle.toString()))
                            .findings())
                    .singleElement()
                    .asString()
                    .contains("SSL_CERT_FILE", bundle.toString(), "cannot be read");
        }
    }

    @Test
    void an_unknown_limit_is_an_error() {
        assertThat(findings(ONE_MODEL + "stellwerk: {limits: {hold_opening: 1}}"))
                .singleElement()
                .asString()
                .contains("error: stellwerk.limits.hold_opening: unknown key");
    }

    // ---- stores

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://u:p@h/d", "postgres://h/d", "jdbc:postgresql://h/d"})
    void a_database(String url) {
        var stores = general("database_url: '" + url + "', database_connection_pool_limit: 3")
                .stores();

        assertThat(stores.databaseUrl()).isEqualTo(new Secret(url));
        assertThat(stores.databasePoolSize()).isEqualTo(3);
        assertThat(clean(ONE_MODEL, Map.of("DATABASE_URL", url)).stores().databaseUrl())
                .isEqualTo(new Secret(url));
    }

    @Test
    void a_database_in_parts() {
        assertThat(clean(
                                ONE_MODEL,
                                Map.of(
                                        "DATABASE_HOST", "db.example",
                                        "DATABASE_NAME", "gate",
                                        "DATABASE_USERNAME", "u",
                                        "DATABASE_PASSWORD", "p@ss word",
                                        "DATABASE_PORT", "6543"))
                        .stores()
                        .databaseUrl())
                .isEqualTo(new Secret("postgresql://u:p%40ss%20word@db.example:6543/gate"));
    }

    @Test
    void a_database_of_another_kind_is_refused_without_showing_its_url() {
        assertThat(findings(ONE_MODEL, Map.of("DATABASE_URL", "mysql://u:hunter2@h/d")))
                .singleElement()
                .asString()
                .contains("config.yaml: error: DATABASE_URL")
                .doesNotContain("hunter2");
    }

    private static Redis redis(String sections, Map<String, String> environment) {
        var reading = reading(ONE_MODEL + sections, environment);
        return configuration(reading).stores().redis();
    }

    private static Redis at(String address, String password) {
        return new Redis(null, List.of(address), null, password == null ? null : new Secret(password), null, false);
    }

    @Test
    void redis_by_host_by_url_and_with_tls() {
        assertThat(redis("router_settings: {redis_host: h, redis_port: 1992, redis_password: p}", Map.of()))
                .isEqualTo(at("h:1992", "p"));
        assertThat(redis("router_settings: {redis_host: h}", Map.of("REDIS_PASSWORD", "q")))
                .isEqualTo(at("h:6379", "q"));
        assertThat(redis("router_settings: {redis_host: h, redis_ssl: true, redis_username: u}", Map.of()))
                .isEqualTo(new Redis(null, List.of("h:6379"), "u", null, null, true));
        assertThat(redis("router_settings: {redis_url: 'rediss://u:p@h:1/2'}", Map.of()))
                .isEqualTo(new Redis(new Secret("rediss://u:p@h:1/2"), List.of(), null, null, null, true));
        assertThat(redis("", Map.of())).isNull();
    }

    @Test
    void redis_of_the_environment() {
        assertThat(redis("", Map.of("REDIS_HOST", "h", "REDIS_PORT", "7", "REDIS_PASSWORD", "p")))
                .isEqualTo(at("h:7", "p"));
        assertThat(redis("", Map.of("REDIS_URL", "redis://h")))
                .isEqualTo(new Redis(new Secret("redis://h"), List.of(), null, null, null, false));
        assertThat(redis(
                        "",
                        Map.of(
                                "REDIS_CLUSTER_NODES",
                                "[{\"host\": \"a\", \"port\": \"1\"}, {\"host\": \"b\", \"port\": 2}]")))
                .isEqualTo(new Redis(null, List.of("a:1", "b:2"), null, null, null, false));
        assertThat(redis("", Map.of("REDIS_SENTINEL_NODES", "[[\"a\", 1]]", "REDIS_SERVICE_NAME", "main")))
                .isEqualTo(new Redis(null, List.of("a:1"), null, null, "main", false));
        assertThat(findings(ONE_MODEL, Map.of("REDIS_CLUSTER_NODES", "oops")))
                .singleElement()
                .asString()
                .contains("REDIS_CLUSTER_NODES");
    }

    @Test
    void redis_of_the_cache_is_adopted_when_the_router_names_none() {
        String cache = "litellm_settings: {cache: true, cache_params: {type: redis, host: c, port: 1, password: p}}\n";

        assertThat(redis(cache, Map.of())).isEqualTo(at("c:1", "p"));
        assertThat(redis(cache + "router_settings: {redis_host: r}", Map.of())).isEqualTo(at("r:6379", null));
        assertThat(redis("litellm_settings: {cache: true, cache_params: {type: local, host: c}}", Map.of()))
                .isNull();
        assertThat(redis(
                        "litellm_settings: {cache: true, cache_params: {type: redis, redis_startup_nodes: [{host: a, port: 1}]}}",
                        Map.of()))
                .isEqualTo(at("a:1", null));
        assertThat(redis(
                        "litellm_settings: {cache: true, cache_params: {type: redis, service_name: s, sentinel_nodes: [[a, 1]]}}",
                        Map.of()))
                .isEqualTo(new Redis(null, List.of("a:1"), null, null, "s", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis_port: 0, redis_host: h",
                "redis_port: 70000, redis_host: h",
                "redis_url: 'http://h'",
                "redis_host: [a]"
            })
    void a_wrong_address_of_redis_is_an_error(String settings) {
        assertThat(findings(ONE_MODEL + "router_settings: {" + settings + "}"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:2: error: router_settings.redis_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REDIS_URL=http://127.0.0.1",
                "REDIS_URL=redis://h/zz",
                "REDIS_URL=rediss://:se-cret@no host:63x",
                "REDIS_URL=redis://:se-cret@h:0",
                "REDIS_HOST=no host",
                "REDIS_CLUSTER_NODES=[",
                "REDIS_CLUSTER_NODES=[{host: h, port: x}]"
            })
    void an_address_of_redis_in_a_variable_is_judged_too(String assignment) {
        String[] parts = assignment.split("=", 2);

        assertThat(findings(ONE_MODEL, Map.of(parts[0], parts[1])))
                .singleElement()
                .asString()
                .startsWith("config.yaml: error: " + parts[0])
                .doesNotContain("se-cret");
    }

    @Test
    void a_port_in_a_variable_counts_only_where_a_host_needs_it() {
        assertThat(findings(ONE_MODEL, Map.of("REDIS_PORT", "abc"))).isEmpty();
        assertThat(findings(ONE_MODEL, Map.of("REDIS_PORT", "abc", "REDIS_HOST", "h")))
                .containsExactly("config.yaml: error: REDIS_PORT: must be a port, from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://h",
                "redis://user:p@ss/wo?rd@h:6380/3",
                "rediss://:p%40ss@[::1]:6379",
                "redis://h:6379/",
                "redis://h?ssl=true",
                "redis:///0"
            })
    void an_address_of_redis_that_is_one(String url) {
        assertThat(findings(ONE_MODEL + "router_settings: {redis_url: '" + url + "'}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://u:hunter2@h:port/d", "postgresql://u:hunter2@h:5432/d%", "jdbc:postgresql:d"})
    void an_address_of_a_database_is_judged_before_anybody_connects(String url) {
        assertThat(findings(ONE_MODEL + "general_settings: {database_url: '" + url + "'}"))
                .singleElement()
                .asString()
                .contains("error: general_settings.database_url")
                .doesNotContain("hunter2");
    }

    @Test
    void a_placeholder_is_pointed_out() {
        assertThat(findings(ONE_MODEL + "router_settings: {redis_host: <your redis host>}"))
                .singleElement()
                .asString()
                .contains("warning", "looks like a placeholder");
    }

    // ---- stellwerk

    @Test
    void faults_of_strategies_and_filters_come_with_all_others() {
        assertThat(findings("""
                model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k}}]
                router_settings:
                  routing_strategy_args: {ttl: 0}
                  routing_groups: [{group_name: g, models: [m], routing_strategy: least-busy, routing_strategy_args: {ttl: 0}}]
                general_settings: {max_request_size_mb: many}
                stellwerk:
                  filters: [office-hour, office-hours]
                  plugins: {office-hours: {ttl: 0}, unused: {ttl: 0}}
                """))
                .containsExactly(
                        "config.yaml:3: error: router_settings.routing_strategy_args.ttl: ttl must be longer",
                        "config.yaml:4: error: router_settings.routing_groups[0].routing_strategy_args.ttl: ttl must be longer",
                        "config.yaml:5: error: general_settings.max_request_size_mb: must be a number that is not negative,"
                                + " not 'many'",
                        "config.yaml:7: error: stellwerk.filters[0]: no plugin brings a filter 'office-hour'; did you mean"
                                + " 'office-hours'?",
                        "config.yaml:8: error: stellwerk.plugins.office-hours.ttl: ttl must be longer");
    }

    @Test
    void regions_lie_in_regions() {
        var regions =
                stellwerk("regions: {EU: [de, fr], de: [frankfurt], us: []}").regions();

        assertThat(regions.admits(new Region("eu"), new Region("frankfurt"))).isTrue();
        assertThat(regions.admits(new Region("de"), new Region("fr"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{eu: [de], de: [eu]}", "{eu: [EU]}", "{'e u': [de]}", "{eu: ['']}", "{eu: de}", "[eu]"})
    void regions_that_cannot_be_are_errors(String regions) {
        assertThat(findings(ONE_MODEL + "stellwerk: {regions: " + regions + "}"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:2: error: stellwerk.regions");
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, STRICT",
        "compat: corrected, false, STRICT",
        "compat: litellm, true, UNION",
        "'compat: LiteLLM, tag_policy: strict', true, STRICT",
        "tag_policy: union, false, UNION",
        "tag_policy: caller_replaces, false, CALLER_REPLACES"
    })
    void compatibility_and_tag_policy(String settings, boolean compatible, TagPolicy policy) {
        var routing = stellwerk(settings).routing();

        assertThat(routing.litellmCompatible()).isEqualTo(compatible);
        assertThat(routing.tags().policy()).isEqualTo(policy);
    }

    @Test
    void plugins_filters_and_pins() {
        String sum = "AB".repeat(32);
        var configuration =
                stellwerk("plugins: {mine: {window: 30s, deep: {on: true}}, other: {}}, filters: [office-hours],"
                        + " plugin_pins: {mine.jar: " + sum + "}");

        assertThat(configuration.pluginSettings())
                .isEqualTo(Map.of("mine", Map.of("window", "30s", "deep", Map.of("on", true)), "other", Map.of()));
        assertThat(configuration.routing().checks().pluginFilters()).containsExactly("office-hours");
        assertThat(configuration.pluginPins()).isEqualTo(Map.of("mine.jar", "ab".repeat(32)));
        assertThat(stellwerk("plugin_pins: [" + sum + "]").pluginPins()).containsValue("ab".repeat(32));
    }

    @Test
    void bounds_that_litellm_has_no_key_for() {
        var routing = stellwerk("retry_after_max: 60, connect_timeout: 0.5").routing();

        assertThat(routing.failures().retryAfterMax()).hasSeconds(60);
        assertThat(routing.timeouts().connect()).hasMillis(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regoins: {}",
                "compat: other",
                "tag_policy: lax",
                "plugin_pins: {a: zz}",
                "plugins: {mine: 1}",
                "plugins: {mein: {}}",
                "filters: x",
                "retry_after_max: 0"
            })
    void an_unknown_key_or_value_under_stellwerk_is_an_error(String settings) {
        assertThat(findings(ONE_MODEL + "stellwerk: {" + settings + "}"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:2: error: stellwerk.");
    }
}

package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.ONE_MODEL;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.persistence.config.key.KnownKeys;
import dev.stellwerk.adapters.persistence.config.key.Part;
import dev.stellwerk.adapters.persistence.config.key.SortedKeys;
import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the table of all keys: what works is read, what restricts is refused, what is mere comfort is a warning. */
class KnownKeysTest {
    /** A key of a part, written with a value. */
    private static String file(Part part, String key, String value) {
        String pair = key + ": " + value;
        return switch (part) {
            case TOP_LEVEL -> (key.equals("model_list") ? "" : ONE_MODEL) + pair + "\n";
            case ROUTER_SETTINGS, LITELLM_SETTINGS, GENERAL_SETTINGS ->
                ONE_MODEL + section(part) + ": {" + pair + "}\n";
            case CACHE_PARAMS -> ONE_MODEL + "litellm_settings: {cache: true, cache_params: {" + pair + "}}\n";
            case MODEL_LIST ->
                "model_list: [{" + others(key, "model_name: m, ", "litellm_params: {model: openai/m}, ") + pair
                        + "}]\n";
            case LITELLM_PARAMS ->
                "model_list: [{model_name: m, litellm_params: {" + others(key, "model: openai/m, ", "api_key: k, ")
                        + pair + "}}]\n";
            case MODEL_INFO ->
                "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k}, model_info: {" + pair
                        + "}}]\n";
        };
    }

    private static String section(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static String others(String key, String... pairs) {
        return String.join(
                "",
                Arrays.stream(pairs).filter(pair -> !pair.startsWith(key + ":")).toList());
    }

    private static String path(Part part, String key) {
        return switch (part) {
            case TOP_LEVEL -> key;
            case ROUTER_SETTINGS, LITELLM_SETTINGS, GENERAL_SETTINGS -> section(part) + "." + key;
            case CACHE_PARAMS -> "litellm_settings.cache_params." + key;
            case MODEL_LIST -> "model_list[0]." + key;
            case LITELLM_PARAMS -> "model_list[0].litellm_params." + key;
            case MODEL_INFO -> "model_list[0].model_info." + key;
        };
    }

    record Row(Part part, String key) {
        List<Finding> findings(String value) {
            return reading(file(part, key, value)).findings().stream()
                    .filter(finding -> finding.path().startsWith(path(part, key)))
                    .toList();
        }
    }

    private static Stream<Row> rows(Function<SortedKeys, Set<String>> sort) {
        return Arrays.stream(Part.values())
                .flatMap(part -> sort.apply(KnownKeys.shipped().of(part)).stream()
                        .map(key -> new Row(part, key.replace("*", "x"))));
    }

    static Stream<Row> works() {
        return rows(SortedKeys::works);
    }

    static Stream<Row> restricts() {
        return rows(SortedKeys::restricts);
    }

    static Stream<Row> comfort() {
        return rows(SortedKeys::comfort);
    }

    @ParameterizedTest
    @MethodSource("works")
    void what_works_is_read(Row row) {
        assertThat(row.findings("[[[1]]]"))
                .as("%s", row)
                .isNotEmpty()
                .noneMatch(finding -> finding.message().contains("unknown key"))
                .noneMatch(finding -> finding.message().contains("not used yet"));
    }

    @ParameterizedTest
    @MethodSource("restricts")
    void what_restricts_is_refused_unless_it_is_accepted(Row row) {
        String path = path(row.part, row.key);
        assertThat(row.findings("[1]"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.ERROR))
                .satisfies(finding -> assertThat(finding.path()).isEqualTo(path))
                .satisfies(finding -> assertThat(finding.message()).contains("not enforced"));
        assertThat(row.findings("false"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING));

        String accepting = file(row.part, row.key, "[1]") + "stellwerk: {accept_unenforced: ['" + path + "']}\n";
        assertThat(reading(accepting).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
                .satisfies(finding -> assertThat(finding.path()).isEqualTo(path));
        assertThat(reading(accepting).configuration()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("comfort")
    void what_is_comfort_is_a_warning(Row row) {
        assertThat(row.findings("true"))
                .as("%s", row)
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
                .satisfies(finding -> assertThat(finding.message()).contains("not used yet"));
    }

    @Test
    void the_documented_table_names_each_restriction() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        String table = page.substring(page.indexOf("### What restricts"), page.indexOf("## Providers"));

        assertThat(restricts().map(Row::key)).allMatch(key -> table.contains("`" + key + "`"));
    }

    @Test
    void a_guard_among_the_callbacks_is_refused() {
        assertThat(findings(ONE_MODEL + "litellm_settings: {callbacks: [otel, hide_secrets]}"))
                .hasSize(2)
                .anyMatch(line -> line.contains("error: litellm_settings.callbacks[1]: not enforced"));
    }

    @Test
    void an_accepted_path_that_restricts_nothing_is_pointed_out() {
        assertThat(findings(ONE_MODEL + "stellwerk: {accept_unenforced: [general_settings.allowed_ip]}"))
                .singleElement()
                .asString()
                .contains("warning: stellwerk.accept_unenforced[0]: accepts nothing");
    }

    @Test
    void other_paths_are_not_accepted_with_it() {
        assertThat(findings(ONE_MODEL + "general_settings: {allowed_ips: [a], enforced_params: [b]}\n"
                        + "stellwerk: {accept_unenforced: [general_settings.allowed_ips]}"))
                .anyMatch(line -> line.contains("warning: general_settings.allowed_ips"))
                .anyMatch(line -> line.contains("error: general_settings.enforced_params"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "litellm_settings: {master_key: sk-1}|litellm_settings.master_key: unknown key here: it stands in general_settings",
                "litellm_settings: {forward_client_headers_to_llm_api: true}|it stands in general_settings",
                "fallbacks: [{m: [m]}]|warning: fallbacks: unknown key here: it stands in router_settings",
                "cache_params: {type: redis}|it stands in litellm_settings",
                "model_alias_map: {a: m}|it stands in litellm_settings",
                "general_settings: {litellm_settings: {}}|it stands at the top level",
                "router_settings: {strategy: least-busy}|did you mean 'routing_strategy'?",
                "router_settings: {num_retrys: 2}|did you mean 'num_retries'?"
            })
    void an_unknown_key_says_what_is_right(String yaml, String said) {
        assertThat(findings(ONE_MODEL + yaml)).singleElement().asString().contains(said);
    }

    @ParameterizedTest
    @CsvSource({"router_settings, routing_stratigies", "general_settings, zzz", "litellm_settings, max_budgets_of_all"})
    void no_key_is_corrected_into_one_that_is_far_away(String section, String key) {
        assertThat(findings(ONE_MODEL + section + ": {" + key + ": 1}"))
                .singleElement()
                .asString()
                .endsWith(section + "." + key + ": unknown key");
    }

    @Test
    void a_setting_in_the_other_block_of_a_deployment_is_pointed_out() {
        assertThat(findings(file(Part.LITELLM_PARAMS, "team_id", "t1")))
                .singleElement()
                .asString()
                .contains("sent upstream", "stands in model_info");
        assertThat(findings(file(Part.MODEL_INFO, "tags", "[eu]")))
                .singleElement()
                .asString()
                .contains("is only shown", "stands in litellm_params");
    }
}

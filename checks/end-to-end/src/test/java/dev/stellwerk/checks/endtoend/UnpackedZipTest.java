package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user finds in the unpacked zip before anything is served. */
class UnpackedZipTest {
    @TempDir
    Path folder;

    static Stream<Path> configurations() throws IOException {
        try (var files = Files.list(Distribution.home().resolve("config"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @Test
    void version_is_the_one_that_was_built() throws Exception {
        var ended = Distribution.run(folder, "version");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).isEqualTo("stellwerk " + Distribution.version() + "\n");
        assertThat(ended.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "check", "explain", "version"})
    void help_names_every_command(String command) throws Exception {
        assertThat(Distribution.run(folder, "help").output()).contains(command);
        var ended = Distribution.run(folder, "help", command);
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("stellwerk " + command);
    }

    @Test
    void an_unknown_command_is_a_usage_error_of_one_line() throws Exception {
        var ended = Distribution.run(folder, "sreve");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors().lines()).hasSize(1);
        assertThat(ended.output()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void every_shipped_configuration_is_free_of_errors(Path configuration) throws Exception {
        var ended = Distribution.run(folder, "check", "--config", configuration.toString());
        assertThat(ended.exitCode()).as("%s%s", ended.output(), ended.errors()).isZero();
        assertThat(ended.output()).doesNotContain(": error: ");
    }

    @Test
    void settings_that_a_strategy_refuses_are_an_error_of_the_check(@TempDir Path other) throws Exception {
        var file = Files.writeString(other.resolve("config.yaml"), """
                model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k}}]
                router_settings:
                  routing_strategy: latency-based-routing
                  routing_strategy_args: {ttl: -1}
                """);
        var ended = Distribution.run(folder, "check", "--config", file.toString());
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains(":4: error: router_settings.routing_strategy_args.ttl: ttl: must be", "1 error, 0");
    }

    @Test
    void a_missing_configuration_is_named_without_a_stack_trace() throws Exception {
        var ended = Distribution.run(folder, "serve", "--config", "missing.yaml");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains("missing.yaml").doesNotContain("\tat ");
    }

    @Test
    void it_runs_through_a_link() throws Exception {
        var link = Files.createSymbolicLink(
                folder.resolve("stellwerk"), Distribution.home().resolve("bin/stellwerk"));
        var process = new ProcessBuilder(link.toString(), "version").start();
        try (var output = process.inputReader()) {
            assertThat(output.readLine()).startsWith("stellwerk ");
        }
        assertThat(process.waitFor()).isZero();
        Files.delete(link); // JUnit would warn about a link that leads out of the folder
    }

    static Stream<String> librariesOfOthers() throws IOException {
        try (var jars = Files.list(Distribution.home().resolve("lib"))) {
            return jars
                    .map(jar -> jar.getFileName().toString())
                    .filter(name -> !name.equals("stellwerk.jar"))
                    .filter(name -> !name.endsWith("-" + Distribution.version() + ".jar"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("librariesOfOthers")
    void every_library_is_listed_and_has_a_line_about_its_safety(String jar) throws Exception {
        assertThat(Files.readAllLines(Distribution.home().resolve("SECURITY-NOTES")))
                .anyMatch(line -> line.contains(" ") && jar.startsWith(line.substring(0, line.indexOf(' '))));
        String artifact = jar.replaceFirst("-\\d.*", "");
        assertThat(Files.readString(Distribution.home().resolve("sbom.json")))
                .contains("\"name\" : \"" + artifact + "\"");
    }

    @Test
    void every_link_of_its_readme_leads_to_a_file_in_it() throws Exception {
        var readme = Files.readString(Distribution.home().resolve("README.md"));
        var links =
                Pattern.compile("\\]\\(([^)#\\s]+)").matcher(readme).results().map(found -> found.group(1));
        assertThat(links.toList())
                .isNotEmpty()
                .allSatisfy(
                        link -> assertThat(Distribution.home().resolve(link)).exists());
        assertThat(readme).doesNotContain("./stellwerk ");
    }
}

package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.PLUGINS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.domain.deployment.Deployment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configurations that come with the gateway, as they lie in its sources. */
class ExampleConfigurationsTest {
    private static final Path FOLDER = Path.of("..", "distribution", "src", "main", "config");

    private static ConfigurationModule.Reading read(String name) {
        return new ConfigurationModule(Map.of(), PLUGINS).read(FOLDER.resolve(name));
    }

    @ParameterizedTest
    @CsvSource({
        "quickstart.yaml, 7, 0",
        "tag-routing.yaml, 6, 2",
        "region-routing.yaml, 2, 2",
        "load-balancing.yaml, 3, 4"
    })
    void an_example_loads_and_warns_only_of_keys_to_put_in(String name, int deployments, int warnings) {
        ConfigurationModule.Reading reading = read(name);

        assertThat(Configurations.configuration(reading).deployments()).hasSize(deployments);
        assertThat(reading.findings())
                .hasSize(warnings)
                .allMatch(finding -> finding.level() == Finding.Level.WARNING)
                .allMatch(finding -> finding.message().matches(".*(is not set|a placeholder).*"));
    }

    @Test
    void the_quick_start_needs_no_key_and_no_network() {
        var configuration = Configurations.configuration(read("quickstart.yaml"));

        assertThat(configuration.access().masterKey()).isNull();
        assertThat(configuration.stores().redis()).isNull();
        assertThat(configuration.aliases()).containsOnlyKeys("gpt-4");
        assertThat(configuration.deployments())
                .allMatch(deployment -> deployment.mockResponse() != null && deployment.outOfService() == null)
                .extracting(Deployment::id)
                .doesNotHaveDuplicates();
    }
}

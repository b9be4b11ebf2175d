package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static dev.stellwerk.adapters.persistence.config.Configurations.configuration;
import static dev.stellwerk.adapters.persistence.config.Configurations.findings;
import static dev.stellwerk.adapters.persistence.config.Configurations.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.region.Region;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderRegionsTest {
    private static final String ON = "\nstellwerk: {infer_regions: true}\n";

    private static String entry(String parameters) {
        return "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k, " + parameters + "}}]";
    }

    private static Optional<Region> inferred(String parameters) {
        return clean(entry(parameters) + ON).deployments().getFirst().region();
    }

    @ParameterizedTest
    @CsvSource({
        "vertex_location: europe-west4,     eu",
        "vertex_location: europe-central2,  eu",
        "vertex_location: us-central1,      us",
        "vertex_location: ' US-East5 ',     us",
        "aws_region_name: eu-central-1,     eu",
        "aws_region_name: eu-north-1,       eu",
        "aws_region_name: us-gov-west-1,    us",
        "watsonx_region_name: eu-de,        eu",
        "watsonx_region_name: us-south,     us",
    })
    void whole_names_of_places_tell_the_region(String parameter, String region) {
        assertThat(inferred(parameter)).contains(new Region(region));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vertex_location: australiaeast",
                "vertex_location: australia-southeast1",
                "vertex_location: us-central",
                "vertex_location: us-central12",
                "vertex_location: eu-west-1", // another provider's name
                "vertex_location: europe-west1-b",
                "vertex_location: global",
                "aws_region_name: ap-southeast-2",
                "aws_region_name: eu",
                "watsonx_region_name: au-syd",
                "api_base: 'https://eu-west-1.example.com'",
                "api_base: 'https://us-central1-aiplatform.googleapis.com'"
            })
    void anything_else_tells_nothing(String parameter) {
        assertThat(inferred(parameter)).isEmpty();
    }

    @Test
    void the_first_place_named_decides_even_when_it_tells_nothing() {
        assertThat(inferred("aws_region_name: us-east-1, vertex_location: europe-west1"))
                .contains(new Region("eu"));
        assertThat(inferred("aws_region_name: us-east-1, vertex_location: nowhere"))
                .isEmpty();
    }

    @Test
    void a_region_that_is_written_stays() {
        var reading = reading(entry("region_name: de, aws_region_name: us-east-1") + ON);

        assertThat(configuration(reading).deployments().getFirst().region()).contains(new Region("de"));
    }

    @Test
    void a_region_that_should_have_come_from_a_variable_is_not_replaced_by_a_guess() {
        var reading = reading(entry("region_name: os.environ/NOWHERE, aws_region_name: eu-west-1") + ON);

        assertThat(configuration(reading).deployments().getFirst().region()).isEmpty();
    }

    @Test
    void a_place_may_come_from_a_variable() {
        String yaml = entry("aws_region_name: os.environ/AWS_REGION") + ON;

        assertThat(clean(yaml, Map.of("AWS_REGION", "eu-west-3"))
                        .deployments()
                        .getFirst()
                        .region())
                .contains(new Region("eu"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\nstellwerk: {infer_regions: false}\n"})
    void nothing_is_inferred_unless_it_is_asked_for(String section) {
        var reading = reading(entry("aws_region_name: eu-west-1") + section);

        assertThat(configuration(reading).deployments().getFirst().region()).isEmpty();
        assertThat(reading.findings()).singleElement().asString().contains("aws_region_name: read, not used yet");
    }

    @Test
    void the_switch_is_a_switch() {
        assertThat(findings(entry("seed: 1") + "\nstellwerk:\n  infer_regions: maybe\n"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:3: error: stellwerk.infer_regions: must be true or false");
    }
}

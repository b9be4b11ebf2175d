package dev.stellwerk.main.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.persistence.PersistenceModule;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.main.StillTime;
import dev.stellwerk.main.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stellwerk explain} looks, and changes nothing. */
class ExplainCommandTest {
    @TempDir
    Path folder;

    private Path configuration;

    @BeforeEach
    void two_deployments_of_which_one_is_paid() throws IOException {
        configuration = Files.writeString(folder.resolve("config.yaml"), """
                model_list:
                  - model_name: m
                    litellm_params: {model: openai/m, api_key: k, tags: [paid], region_name: de}
                    model_info: {id: paid-de}
                  - model_name: m
                    litellm_params: {model: openai/m, api_key: k, tags: [default]}
                    model_info: {id: free}
                router_settings: {enable_tag_filtering: true}
                """);
    }

    private Terminal explain(String... words) {
        var all = new ArrayList<String>(List.of("explain", "--config", configuration.toString()));
        all.addAll(List.of(words));
        return Terminal.stellwerk(all.toArray(String[]::new));
    }

    @Test
    void what_would_be_chosen_is_printed() {
        Terminal ended = explain("--model", "m", "--tag", "paid", "--region", "de");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("paid-de     paid     de      eligible  100.0 %", "selected  paid-de");
        assertThat(ended.output()).contains("free        default  -       rejected");
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void when_nothing_can_be_chosen_the_exit_code_says_so() {
        Terminal ended = explain("--model", "m", "--tag", "nobody-has-it", "--region", "fr");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("selected  nothing; the answer is 403");
        assertThat(explain("--model", "m", "--region", "fr", "--json").exitCode())
                .isEqualTo(1);
    }

    @Test
    void a_data_folder_that_is_not_there_is_not_made() {
        Path data = folder.resolve("data");

        assertThat(explain("--model", "m", "--data", data.toString()).exitCode())
                .isZero();

        Terminal asked = explain("--model", "m", "--data", data.toString(), "--user", "berlin");
        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.errors()).contains("there is no database in " + data);
        assertThat(data).doesNotExist();
    }

    @Test
    void a_customer_without_a_database_has_no_restriction_and_that_is_said() {
        Terminal ended = explain("--model", "m", "--user", "berlin");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.errors()).contains("no database is named", "customer 'berlin'");
    }

    @Test
    void a_key_without_a_database_cannot_be_looked_up() {
        Terminal ended = explain("--model", "m", "--key", "sk-1");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains("--key cannot be looked up").doesNotContain("sk-1");
    }

    @Test
    void an_unknown_key_is_told_in_the_words_of_the_command() {
        Terminal ended = explain("--model", "m", "--key", "sk-unknown", "--data", aDatabase());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains("--key names nobody").doesNotContain("as_key", "sk-unknown");
    }

    @Test
    void looking_into_a_database_leaves_every_byte_of_it_as_it_is() throws IOException {
        Path data = Path.of(aDatabase());
        Path file = data.resolve("stellwerk.mv.db");
        byte[] before = Files.readAllBytes(file);

        assertThat(explain("--model", "m", "--user", "unknown", "--data", data.toString())
                        .exitCode())
                .isZero();

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(file);
        }
    }

    private Path data() {
        return folder.resolve("stores");
    }

    /** The folder of a database that a gateway made and left. */
    private String aDatabase() {
        open().close();
        return data().toString();
    }

    private PersistenceModule open() {
        return PersistenceModule.open(
                new PersistenceModule.Settings(data(), null, 2, Duration.ofMinutes(1)),
                new StillTime(),
                Invalidations.ALONE,
                UsageLedger.Progress.UNHEARD,
                Thread.ofPlatform().daemon().factory());
    }
}

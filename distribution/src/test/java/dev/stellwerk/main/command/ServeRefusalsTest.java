package dev.stellwerk.main.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.main.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever keeps the gateway from starting is told in one line that names it, and leaves nothing behind. */
class ServeRefusalsTest {
    @TempDir
    Path folder;

    private Path plugins;

    @BeforeEach
    void a_plugins_folder() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
    }

    private Path configuration(String generalSettings) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), """
                model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k}}]
                general_settings: %s
                """.formatted(generalSettings));
    }

    private Terminal serve(Path configuration, String... words) {
        var all = new ArrayList<String>();
        all.add("serve");
        all.add("--config=" + configuration);
        all.add("--data=" + folder.resolve("data"));
        all.add("--plugins=" + plugins);
        all.addAll(List.of(words));
        return Terminal.stellwerk(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                      | general_settings.master_key is not set
                    {master_key: sk-1234}   | too short or stands in examples
                    {master_key: sk-short}  | too short or stands in examples
                    """)
    void a_network_address_needs_a_master_key_that_nobody_guesses(String settings, String message) throws IOException {
        Terminal ended = serve(configuration(settings), "--host", "0.0.0.0");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors().lines().filter(line -> line.startsWith("stellwerk: ")))
                .singleElement()
                .asString()
                .contains(message, "0.0.0.0");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_missing_plugins_folder_is_named() throws IOException {
        Files.delete(plugins);

        Terminal ended = serve(configuration("{}"));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains(plugins.toString());
    }

    @Test
    void a_port_that_is_taken_is_named_and_the_database_given_back() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Terminal first = serve(configuration("{}"), "--port", port);
            Terminal second = serve(configuration("{}"), "--port", port);

            assertThat(first.exitCode()).isEqualTo(1);
            assertThat(first.errors()).contains(port);
            assertThat(second.errors()).as("the database is free again").isEqualTo(first.errors());
        }
    }

    @Test
    void a_host_that_is_no_address_is_named() throws IOException {
        Terminal ended = serve(configuration("{}"), "--host", "no such host");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains("--host no such host");
    }
}

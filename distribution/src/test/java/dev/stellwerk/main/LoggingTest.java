package dev.stellwerk.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log settings that are shipped. */
class LoggingTest {
    private static Properties shipped() throws IOException {
        var settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/config/logging.properties"))) {
            settings.load(file);
        }
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.stellwerk.main.Gateway", "dev.stellwerk.audit", "dev.stellwerk.plugin"})
    void what_the_product_says_is_let_through(String logger) throws IOException {
        assertThat(level(logger)).isEqualTo("INFO");
    }

    @Test
    void libraries_speak_of_what_is_wrong_only() throws IOException {
        assertThat(level("org.flywaydb.core")).isEqualTo("WARNING");
    }

    /** The level of the nearest of a logger's parents that has one. */
    private static String level(String logger) throws IOException {
        Properties settings = shipped();
        String name = logger;
        while (!name.isEmpty()) {
            String level = settings.getProperty(name + ".level");
            if (level != null) {
                return level;
            }
            name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }
        return settings.getProperty(".level");
    }
}

package dev.stellwerk.plugins.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.spi.InvalidValue;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBinderTest {
    enum Mode {
        STRICT,
        HALF_OPEN
    }

    record Zone(String name, int weight) {
        Zone {
            if (weight < 0) {
                throw new InvalidValue("weight", String.valueOf(weight), "must not be negative");
            }
        }
    }

    record Settings(
            String text,
            boolean on,
            int count,
            double share,
            Duration ageMax,
            LocalTime from,
            ZoneId zoneId,
            Mode mode,
            Zone zone,
            List<String> words,
            Set<Integer> numbers,
            Map<String, URI> hosts) {
        static final Settings DEFAULTS = new Settings(
                "t",
                false,
                1,
                0.5,
                Duration.ofSeconds(30),
                LocalTime.NOON,
                ZoneId.of("UTC"),
                Mode.STRICT,
                new Zone("dmz", 1),
                List.of(),
                Set.of(),
                Map.of());
    }

    record Patterns(Pattern pattern) {}

    @Test
    void what_is_missing_keeps_the_default() {
        assertThat(SettingsBinder.bind(Map.of(), Settings.DEFAULTS)).isEqualTo(Settings.DEFAULTS);
    }

    @Test
    void every_type_is_read() {
        Map<String, Object> given = Map.ofEntries(
                Map.entry("text", "x"),
                Map.entry("on", true),
                Map.entry("count", 3),
                Map.entry("share", "0.25"),
                Map.entry("age_max", "250ms"),
                Map.entry("from", "22:30"),
                Map.entry("zone_id", "Europe/Berlin"),
                Map.entry("mode", "half_open"),
                Map.entry("zone", Map.of("weight", 7)),
                Map.entry("words", List.of("a", "b")),
                Map.entry("numbers", List.of(2, 1)),
                Map.entry("hosts", Map.of("dmz", "https://up.test")));

        assertThat(SettingsBinder.bind(given, Settings.DEFAULTS))
                .isEqualTo(new Settings(
                        "x",
                        true,
                        3,
                        0.25,
                        Duration.ofMillis(250),
                        LocalTime.of(22, 30),
                        ZoneId.of("Europe/Berlin"),
                        Mode.HALF_OPEN,
                        new Zone("dmz", 7),
                        List.of("a", "b"),
                        Set.of(1, 2),
                        Map.of("dmz", URI.create("https://up.test"))));
        assertThat(SettingsBinder.bind(Map.of("pattern", "a+"), new Patterns(Pattern.compile("b")))
                        .pattern()
                        .pattern())
                .isEqualTo("a+");
    }

    @ParameterizedTest
    @CsvSource({
        "on, perhaps, must be true or false",
        "count, 1.5, must be a whole number",
        "count, 9007199254740000, not as large",
        "share, half, must be a number",
        "age_max, soon, a length of time",
        "from, 25:00, a time of day",
        "zone_id, Atlantis, a time zone",
        "mode, loose, 'strict, half_open'",
        "zone, dmz, must be a section",
        "words, a, must be a list",
        "hosts, a, must be a section",
        "hosst, a, is not known",
    })
    void a_value_that_makes_no_sense_is_refused_by_its_key(String key, String value, String problem) {
        assertThatThrownBy(() -> SettingsBinder.bind(Map.of(key, value), Settings.DEFAULTS))
                .isInstanceOf(InvalidValue.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void a_fault_within_a_section_is_named_by_its_way() {
        assertThatThrownBy(() -> SettingsBinder.bind(Map.of("zone", Map.of("weight", -1)), Settings.DEFAULTS))
                .isInstanceOf(InvalidValue.class)
                .hasMessageStartingWith("zone.weight: must not be negative");
        assertThatThrownBy(() -> SettingsBinder.bind(Map.of("zone", Map.of("wait", 1)), Settings.DEFAULTS))
                .hasMessageStartingWith("zone.wait: is not known");
    }
}

package dev.stellwerk.domain.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.spi.InvalidValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S17")
class ModelNameTest {
    @Test
    void no_control_character_stands_in_a_name() {
        for (char letter = 0; letter < 0x100; letter++) {
            String text = "acme/a" + letter + "b";
            if (letter < ' ' || (letter >= 0x7F && letter <= 0x9F)) {
                assertThatThrownBy(() -> new ModelName(text))
                        .as("0x%02x", (int) letter)
                        .isInstanceOfSatisfying(
                                InvalidValue.class,
                                fault -> assertThat(fault.field()).isEqualTo("model"));
            } else {
                assertThat(new ModelName(text).text()).isEqualTo(text);
            }
        }
    }

    @Test
    void the_length_is_bounded_in_bytes_and_a_long_name_is_not_repeated() {
        assertThat(new ModelName("ü".repeat(128)).toString()).hasSize(128);
        assertThatThrownBy(() -> new ModelName("ü".repeat(128) + "a")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new ModelName("a".repeat(100_000)))
                .hasMessageContaining("256 bytes")
                .satisfies(fault -> assertThat(fault.getMessage()).hasSizeLessThan(200));
    }
}

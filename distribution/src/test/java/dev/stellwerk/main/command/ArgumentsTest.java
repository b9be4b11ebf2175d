package dev.stellwerk.main.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments explain(String... words) throws UsageFault {
        return Arguments.parse(new ExplainCommand(), List.of(words));
    }

    @Test
    void a_value_follows_its_option_or_an_equals_sign() throws UsageFault {
        assertThat(explain("--model", "m").required("--model")).isEqualTo("m");
        assertThat(explain("--model=m").required("--model")).isEqualTo("m");
        assertThat(explain("--model=a=b").required("--model")).isEqualTo("a=b");
    }

    @Test
    void a_short_form_means_the_long_one() throws UsageFault {
        assertThat(explain("-c", "x.yaml").required("--config")).isEqualTo("x.yaml");
    }

    @Test
    void the_last_of_several_values_counts_where_one_is_wanted() throws UsageFault {
        Arguments arguments = explain("--tag", "a", "--tag=b");

        assertThat(arguments.all("--tag")).containsExactly("a", "b");
        assertThat(arguments.value("--tag")).contains("b");
    }

    @Test
    void what_was_not_given_is_not_there() throws UsageFault {
        Arguments arguments = explain();

        assertThat(arguments.has("--json")).isFalse();
        assertThat(arguments.value("--model")).isEmpty();
        assertThat(arguments.all("--tag")).isEmpty();
        assertThat(arguments.number("--port", 4000, 0, 65_535)).isEqualTo(4000);
    }

    @Test
    void a_value_may_look_like_an_option() throws UsageFault {
        assertThat(explain("--user", "--json").value("--user")).contains("--json");
    }
}

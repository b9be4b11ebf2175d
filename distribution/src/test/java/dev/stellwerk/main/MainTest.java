package dev.stellwerk.main;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line makes of its words. */
class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"serve", "check", "explain", "version"})
    void help_behind_a_command_is_the_help_of_that_command(String command) {
        for (String help : new String[] {"--help", "-h"}) {
            Terminal ended = Terminal.stellwerk(command, help);

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.output())
                    .isEqualTo(Terminal.stellwerk("help", command).output());
            assertThat(ended.output()).startsWith("stellwerk " + command + ": ");
            assertThat(ended.errors()).isEmpty();
        }
    }

    @Test
    void help_is_given_whatever_else_is_said() {
        assertThat(Terminal.stellwerk("serve", "--nonsense", "--help").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void help_alone_lists_every_command(String word) {
        Terminal ended = Terminal.stellwerk(word);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("  serve ", "  check ", "  explain ", "  version ", "  help ");
        assertThat(Terminal.stellwerk("help", "help").output()).isEqualTo(ended.output());
        assertThat(Terminal.stellwerk("help", "--help").output()).isEqualTo(ended.output());
    }

    @Test
    void no_words_at_all_list_the_commands() {
        assertThat(Terminal.stellwerk()).isEqualTo(Terminal.stellwerk("help"));
    }

    @Test
    void help_for_what_is_no_command_says_where_the_commands_are_listed() {
        Terminal ended = Terminal.stellwerk("help", "nonsense");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors())
                .isEqualTo("stellwerk: there is no command 'nonsense'; 'stellwerk help' lists the commands\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--config", "-c", "--port"})
    void an_option_without_a_command_names_the_right_call(String option) {
        Terminal ended = Terminal.stellwerk(option, "config.yaml");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors().lines()).hasSize(1);
        assertThat(ended.errors()).contains("stellwerk serve --config FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "check", "explain"})
    void a_file_without_its_option_names_the_right_call(String command) {
        Terminal ended = Terminal.stellwerk(command, "my.yaml");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors().lines()).hasSize(1);
        assertThat(ended.errors()).contains("'stellwerk " + command + " --config my.yaml'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sreve                       | unknown command 'sreve'
                    serve --prot 1              | unknown option --prot
                    serve --port                | option --port needs PORT
                    serve --port x              | option --port needs a number from 0 to 65535, not x
                    serve --drain-delay never   | option --drain-delay needs a time such as 30s, not never
                    serve --port 65536          | option --port needs a number from 0 to 65535, not 65536
                    serve --drain soon          | option --drain needs a time such as 30s, not soon
                    serve --strict=yes          | option --strict takes no value
                    check                       | option --config is needed
                    explain --config x.yaml     | option --model is needed
                    version again               | unexpected 'again'
                    """)
    void a_usage_error_is_one_line_and_exit_code_2(String words, String message) {
        Terminal ended = Terminal.stellwerk(words.split(" "));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines()).hasSize(1);
        assertThat(ended.errors()).contains(message, "stellwerk help");
    }
}

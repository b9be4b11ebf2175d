package dev.stellwerk.main;

import dev.stellwerk.main.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command line whose words are run in this process, and what came of them. */
public record Terminal(int exitCode, String output, String errors) {
    /** Runs {@code stellwerk} with these words, in an environment that holds nothing. */
    public static Terminal stellwerk(String... words) {
        return stellwerk(Map.of(), words);
    }

    public static Terminal stellwerk(Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Command.Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        int exitCode = Main.run(List.of(words), console);
        return new Terminal(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}

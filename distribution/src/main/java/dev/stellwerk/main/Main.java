package dev.stellwerk.main;

import dev.stellwerk.main.command.Arguments;
import dev.stellwerk.main.command.CheckCommand;
import dev.stellwerk.main.command.Command;
import dev.stellwerk.main.command.ExplainCommand;
import dev.stellwerk.main.command.Help;
import dev.stellwerk.main.command.PluginsCommand;
import dev.stellwerk.main.command.ServeCommand;
import dev.stellwerk.main.command.UsageFault;
import dev.stellwerk.main.command.VersionCommand;
import dev.stellwerk.main.gateway.StartFault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The command line. Exit codes: 0 fine, 1 configuration or environment at fault, 2 usage. */
public final class Main {
    private static final int FAULT = 1;
    private static final int USAGE = 2;
    private static final Set<String> HELP = Set.of("--help", "-h");

    private Main() {}

    public static void main(String[] args) {
        var console = new Command.Console(System.out, System.err, System.getenv());
        System.exit(run(Arrays.asList(args), console));
    }

    static int run(List<String> words, Command.Console console) {
        String name = words.isEmpty() ? Help.NAME : plainName(words.getFirst());
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        if (name.equals(Help.NAME)) {
            return help(rest, console);
        }
        Optional<Command> command = named(name);
        if (command.isPresent()) {
            return run(command.get(), rest, console);
        }
        console.err()
                .println(
                        name.startsWith("-")
                                ? "stellwerk: the command is missing, as in 'stellwerk serve --config FILE';"
                                        + " 'stellwerk help' lists the commands"
                                : "stellwerk: unknown command '" + name + "'; 'stellwerk help' lists the commands");
        return USAGE;
    }

    private static List<Command> commands() {
        return List.of(
                new ServeCommand(),
                new CheckCommand(),
                new ExplainCommand(),
                new PluginsCommand(),
                new VersionCommand());
    }

    private static Optional<Command> named(String name) {
        return commands().stream()
                .filter(command -> command.name().equals(name))
                .findFirst();
    }

    private static String plainName(String word) {
        return switch (word) {
            case "--help", "-h" -> "help";
            case "--version", "-v" -> "version";
            default -> word;
        };
    }

    private static int run(Command command, List<String> words, Command.Console console) {
        if (words.stream().anyMatch(HELP::contains)) {
            Help.describe(command, console.out());
            return 0;
        }
        try {
            return command.run(Arguments.parse(command, words), console);
        } catch (UsageFault fault) {
            console.err()
                    .println("stellwerk " + command.name() + ": " + fault.getMessage() + "; see 'stellwerk help "
                            + command.name() + "'");
            return USAGE;
        } catch (StartFault fault) {
            if (!fault.told()) {
                console.err().println("stellwerk: " + fault.getMessage());
            }
            return FAULT;
        }
    }

    /** Help about everything, or about the one command that is named. */
    private static int help(List<String> words, Command.Console console) {
        List<String> asked = words.stream()
                .filter(word -> !HELP.contains(word) && !word.equals(Help.NAME))
                .toList();
        if (asked.isEmpty()) {
            Help.list(commands(), console.out());
            return 0;
        }
        Optional<Command> command = asked.size() == 1 ? named(asked.getFirst()) : Optional.empty();
        if (command.isPresent()) {
            Help.describe(command.get(), console.out());
            return 0;
        }
        console.err()
                .println("stellwerk: there is no command '" + String.join(" ", asked)
                        + "'; 'stellwerk help' lists the commands");
        return USAGE;
    }
}

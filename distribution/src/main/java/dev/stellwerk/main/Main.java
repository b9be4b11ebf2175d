package dev.stellwerk.main;

import java.util.Arrays;
import java.util.List;

/** The command line. Exit codes: 0 fine, 1 configuration or environment at fault, 2 usage. */
public final class Main {
    private static final int FAULT = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) {
        var console = new Command.Console(System.out, System.err, System.getenv());
        System.exit(run(Arrays.asList(args), console));
    }

    static int run(List<String> words, Command.Console console) {
        List<Command> commands = commands();
        String name = words.isEmpty() ? "help" : plainName(words.getFirst());
        for (Command command : commands) {
            if (command.name().equals(name)) {
                return run(command, words.subList(Math.min(1, words.size()), words.size()), console);
            }
        }
        console.err().println("stellwerk: unknown command '" + name + "'; 'stellwerk help' lists the commands");
        return USAGE;
    }

    private static List<Command> commands() {
        var help = new HelpCommand();
        List<Command> commands =
                List.of(new ServeCommand(), new CheckCommand(), new ExplainCommand(), new VersionCommand(), help);
        help.describe(commands);
        return commands;
    }

    private static String plainName(String word) {
        return switch (word) {
            case "--help", "-h" -> "help";
            case "--version", "-v" -> "version";
            default -> word;
        };
    }

    private static int run(Command command, List<String> words, Command.Console console) {
        try {
            return command instanceof HelpCommand help
                    ? help.run(words, console)
                    : command.run(Arguments.parse(words, command.options()), console);
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
}

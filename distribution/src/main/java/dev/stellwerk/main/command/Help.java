package dev.stellwerk.main.command;

import java.io.PrintStream;
import java.util.List;

/** What the command line says about itself: {@code stellwerk help [command]}, and {@code --help} behind a command. */
public final class Help {
    public static final String NAME = "help";

    private Help() {}

    public static void list(List<Command> commands, PrintStream out) {
        out.println("Stellwerk routes every LLM request to the best allowed deployment.");
        out.println();
        out.println("usage: stellwerk COMMAND [OPTIONS]");
        for (Command command : commands) {
            out.printf("  %-8s %s%n", command.name(), command.summary());
        }
        out.printf("  %-8s %s%n", NAME, "lists the commands, or the options of one");
        out.println();
        out.println("'stellwerk help COMMAND' lists the options of a command.");
    }

    public static void describe(Command command, PrintStream out) {
        out.println("stellwerk " + command.name() + ": " + command.summary());
        for (Option option : command.options()) {
            out.printf("  %-24s %s%n", option, option.help());
        }
    }
}

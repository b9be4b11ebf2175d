package dev.stellwerk.main;

import java.util.List;

/** {@code stellwerk help [command]}. */
final class HelpCommand implements Command {
    private List<Command> commands = List.of();

    void describe(List<Command> all) {
        commands = all;
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String summary() {
        return "lists the commands, or the options of one";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments, Console console) {
        listCommands(console);
        return 0;
    }

    int run(List<String> words, Console console) throws UsageFault {
        if (words.isEmpty()) {
            listCommands(console);
            return 0;
        }
        String name = words.getFirst();
        Command command = commands.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageFault("there is no command '" + name + "'"));
        describeOne(command, console);
        return 0;
    }

    private void listCommands(Console console) {
        console.out().println("Stellwerk routes every LLM request to the best allowed deployment.");
        console.out().println();
        console.out().println("usage: stellwerk COMMAND [OPTIONS]");
        for (Command command : commands) {
            console.out().printf("  %-8s %s%n", command.name(), command.summary());
        }
        console.out().println();
        console.out().println("'stellwerk help COMMAND' lists the options of a command.");
    }

    private static void describeOne(Command command, Console console) {
        console.out().println("stellwerk " + command.name() + ": " + command.summary());
        for (Option option : command.options()) {
            console.out().printf("  %-24s %s%n", option, option.help());
        }
    }
}

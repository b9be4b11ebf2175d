package dev.stellwerk.main.command;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.main.gateway.Plugins;
import dev.stellwerk.main.gateway.StartFault;
import java.util.List;

/** {@code stellwerk check}: reads a file as {@code serve} would, prints every finding and starts nothing. */
public final class CheckCommand implements Command {
    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "reads a configuration and prints every finding in it";
    }

    @Override
    public List<Option> options() {
        return List.of(Configurations.CONFIG, Configurations.PLUGINS, Configurations.STRICT);
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageFault, StartFault {
        String file = arguments.required("--config");
        List<Finding> findings;
        try (Plugins plugins = Configurations.plugins(arguments)) {
            findings = Configurations.read(arguments, console, plugins).findings();
        }
        findings.forEach(console.out()::println);
        long errors = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .count();
        console.out()
                .println(file + ": " + counted(errors, "error") + ", " + counted(findings.size() - errors, "warning"));
        return errors > 0 ? 1 : 0;
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

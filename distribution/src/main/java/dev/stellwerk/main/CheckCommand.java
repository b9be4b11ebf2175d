package dev.stellwerk.main;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code stellwerk check}: reads a file as {@code serve} would, prints every finding and starts nothing. */
final class CheckCommand implements Command {
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
        return List.of(Configurations.CONFIG, Configurations.STRICT);
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageFault {
        String file = arguments.required("--config");
        Plugins plugins = Plugins.onClassPath();
        var reading = Configurations.read(arguments, console, plugins.strategyNames());
        List<Finding> findings = reading.findings();
        findings.forEach(console.out()::println);
        Optional<String> refused = refusedByPlugins(reading.configuration(), plugins);
        refused.ifPresent(fault -> console.out().println(file + ": error: " + fault));
        long ofFile = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .count();
        long errors = ofFile + refused.stream().count();
        console.out()
                .println(file + ": " + counted(errors, "error") + ", " + counted(findings.size() - ofFile, "warning"));
        return errors > 0 ? 1 : 0;
    }

    /** What the strategies and filters themselves say about their settings; nothing when there are errors already. */
    private static Optional<String> refusedByPlugins(@Nullable GatewayConfiguration configuration, Plugins plugins) {
        if (configuration == null) {
            return Optional.empty();
        }
        try {
            plugins.router(configuration, new SystemTime());
            return Optional.empty();
        } catch (StartFault fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        }
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

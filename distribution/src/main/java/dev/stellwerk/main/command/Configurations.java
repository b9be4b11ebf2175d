package dev.stellwerk.main.command;

import dev.stellwerk.adapters.persistence.config.ConfigurationModule;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.main.gateway.Plugins;
import dev.stellwerk.main.gateway.StartFault;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the configuration that a command names, and says what was found in it. */
final class Configurations {
    static final Option CONFIG =
            Option.value("--config", "FILE", "the configuration file").orShort("-c");
    static final Option STRICT = Option.flag("--strict", "treat every warning as an error");

    static final Option PLUGINS =
            Option.value("--plugins", "DIR", "the folder with plugins (the distribution's plugins)");

    private Configurations() {}

    /**
     * The plugins of the folder that a command names, or of the distribution's; of the gateway alone where there is neither.
     *
     * @throws StartFault when the folder is not what an operator can have meant
     */
    static Plugins plugins(Arguments arguments) throws StartFault {
        Optional<String> named = arguments.value(PLUGINS.name());
        String home = System.getProperty("stellwerk.home");
        if (named.isEmpty() && home == null) {
            return Plugins.builtIn(); // not started from a distribution
        }
        return Plugins.in(named.map(Path::of).orElseGet(() -> Path.of(home, "plugins")));
    }

    /** The file named, or the bundled quick start; strict, if the command line wants it. */
    static ConfigurationModule.Reading read(Arguments arguments, Command.Console console, Plugins plugins) {
        var reader = new ConfigurationModule(console.environment(), plugins);
        Path quickStart = Path.of(System.getProperty("stellwerk.home", "."), "config", "quickstart.yaml");
        ConfigurationModule.Reading reading = reader.read(
                        arguments.value("--config").map(Path::of).orElse(quickStart))
                .and(plugins.findings());
        return arguments.has("--strict") ? reading.strict() : reading;
    }

    /**
     * The configuration, if it can be used; findings go to standard error.
     *
     * @throws StartFault when it cannot
     */
    static GatewayConfiguration usable(ConfigurationModule.Reading reading, Command.Console console) throws StartFault {
        reading.findings().forEach(finding -> console.err().println(finding));
        GatewayConfiguration configuration = reading.configuration();
        if (configuration == null) {
            throw StartFault.alreadyTold();
        }
        return configuration;
    }
}

package dev.stellwerk.adapters.persistence.config;

import dev.stellwerk.adapters.persistence.config.router.KeptRouterSettings;
import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.application.port.out.RouterSettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration files of LiteLLM's format. Nothing is started, no variable of the process is changed and no
 * network is used. May be shared by threads.
 */
public final class ConfigurationModule {
    private final Map<String, String> environment;
    private final PluginJudge plugins;

    /**
     * @param environment the variables that a configuration may refer to
     * @param plugins which strategies and filters there are, and what they say about their settings
     */
    public ConfigurationModule(Map<String, String> environment, PluginJudge plugins) {
        this.environment = Map.copyOf(environment);
        this.plugins = plugins;
    }

    /**
     * A configuration and what was noticed while it was read.
     *
     * @param configuration null when there are errors
     * @param findings in file order
     */
    public record Reading(@Nullable GatewayConfiguration configuration, List<Finding> findings) {
        public Reading {
            findings = List.copyOf(findings);
        }

        /** The same reading, with what was noticed beside the file. */
        public Reading and(List<Finding> further) {
            return new Reading(
                    configuration,
                    Stream.concat(findings.stream(), further.stream()).toList());
        }

        /** The same reading for those who take no warnings: each becomes an error. */
        public Reading strict() {
            List<Finding> errors = findings.stream()
                    .map(f -> new Finding(f.file(), f.line(), Level.ERROR, f.path(), f.message()))
                    .toList();
            return new Reading(errors.isEmpty() ? configuration : null, errors);
        }
    }

    /** Reads a file and what it includes. A file that cannot be read is a finding. */
    public Reading read(Path file) {
        return reader().read(file);
    }

    /**
     * Reads text that lies in no folder, and so cannot include anything.
     *
     * @param name what findings call it
     */
    public Reading read(String name, String text) {
        return reader().read(name, text);
    }

    /** Understands the settings of the router that keys and teams keep. */
    public static RouterSettingsReader keptRouterSettings() {
        return new KeptRouterSettings();
    }

    private ConfigurationReader reader() {
        return new ConfigurationReader(environment, plugins);
    }
}

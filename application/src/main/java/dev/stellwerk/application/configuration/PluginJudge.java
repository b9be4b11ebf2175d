package dev.stellwerk.application.configuration;

import dev.stellwerk.application.port.in.ListPlugins;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What strategies and filters say about a configuration while it is read, so that their faults are told with all others.
 */
public interface PluginJudge {
    /**
     * Starts the plugins. Called once for a reading, before anything else is asked.
     *
     * @param settings by plugin id
     * @param pins SHA-256 sums of the jars that may run, by the jar's name or by themselves; empty when all may
     * @return what refuses the configuration
     */
    List<Fault> start(Map<String, Map<String, Object>> settings, Map<String, String> pins);

    /** What refuses a configuration. */
    sealed interface Fault {
        /** A pin that no jar fulfils: one was changed, or is gone. */
        record OfPin(String entry) implements Fault {}

        /**
         * A plugin refuses a setting.
         *
         * @param key below the plugin's id or among the arguments of the use, with dots
         */
        record OfSetting(String pluginId, String key, String message) implements Fault {}

        /** Something cannot be made, whatever its settings. */
        record OfPlugin(String message) implements Fault {}
    }

    /** The names that {@code routing_strategy} may have. */
    Set<String> strategies();

    /** The names that {@code stellwerk.filters} may have. */
    Set<String> filters();

    /** The names of what plugins bring beside strategies and filters, of one kind. */
    Set<String> names(ListPlugins.Kind kind);

    /** The ids that stand under {@code stellwerk.plugins}. */
    Set<String> ids();

    /**
     * What is wrong with the settings of a strategy that there is.
     *
     * @param settings by plugin id
     * @param arguments those of this use, which go before
     */
    List<Fault> faultsOfStrategy(String name, Map<String, Map<String, Object>> settings, Map<String, Object> arguments);

    /**
     * What is wrong with the settings of a filter that there is.
     *
     * @param settings by plugin id
     */
    List<Fault> faultsOfFilter(String name, Map<String, Map<String, Object>> settings);
}

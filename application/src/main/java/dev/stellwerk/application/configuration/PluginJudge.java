package dev.stellwerk.application.configuration;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What strategies and filters say about a configuration while it is read, so that their faults are told with all others.
 */
public interface PluginJudge {
    /** The names that {@code routing_strategy} may have. */
    Set<String> strategies();

    /** The names that {@code stellwerk.filters} may have. */
    Set<String> filters();

    /** The ids that stand under {@code stellwerk.plugins}. */
    Set<String> ids();

    /**
     * What is wrong with the settings of a strategy that there is, if anything is.
     *
     * @param settings by plugin id
     * @param arguments those of this use, which go before
     */
    Optional<String> faultOfStrategy(
            String name, Map<String, Map<String, Object>> settings, Map<String, Object> arguments);

    /**
     * What is wrong with the settings of a filter that there is, if anything is.
     *
     * @param settings by plugin id
     */
    Optional<String> faultOfFilter(String name, Map<String, Map<String, Object>> settings);
}

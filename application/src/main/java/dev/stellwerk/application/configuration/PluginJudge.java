package dev.stellwerk.application.configuration;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What strategies and filters say about a configuration while it is read, so that their faults are told with all others.
 * Nothing that is made for an answer lives on.
 */
public interface PluginJudge {
    /** The names that {@code routing_strategy} may have. */
    Set<String> strategies();

    /** The names that {@code stellwerk.filters} may have. */
    Set<String> filters();

    /** What is wrong with the settings of a strategy that there is, if anything is. */
    Optional<String> faultOfStrategy(String name, Map<String, Object> settings);

    /** What is wrong with the settings of a filter that there is, if anything is. */
    Optional<String> faultOfFilter(String name, Map<String, Object> settings);
}

package dev.stellwerk.plugins.spi;

import dev.stellwerk.domain.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.InvalidValue;
import java.util.Map;

/** Makes a strategy under the name by which configuration asks for it. */
public interface RoutingStrategyFactory {
    /** The name used in configuration: {@code routing_strategy: follow-the-sun}. */
    String name();

    /**
     * Called at start for each set of groups that uses the strategy, from one thread.
     *
     * @param settings {@code routing_strategy_args}, or the plugin's own entry under {@code stellwerk.plugins}; values
     *     are strings, numbers, booleans, lists and maps
     * @throws InvalidValue to refuse the settings; the gateway then does not start and says which field is wrong
     */
    RoutingStrategy create(PluginContext context, Map<String, Object> settings);
}

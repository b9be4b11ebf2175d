package dev.stellwerk.plugins.spi;

import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.InvalidValue;
import java.util.Map;

/** Makes a filter under the name by which configuration asks for it. */
public interface DeploymentFilterFactory {
    /** The name used in configuration: {@code stellwerk.filters: [office-hours]}. */
    String name();

    /**
     * Called once, at start.
     *
     * @param settings the entry of this name under {@code stellwerk.plugins}; values are strings, numbers, booleans,
     *     lists and maps
     * @throws InvalidValue to refuse the settings; the gateway then does not start and says which field is wrong
     */
    DeploymentFilter create(PluginContext context, Map<String, Object> settings);
}

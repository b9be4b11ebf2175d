package dev.stellwerk.plugins.spi;

import dev.stellwerk.domain.spi.Stable;
import java.util.List;

/**
 * Entry point of a plugin: a public class with a public constructor without parameters and {@link PluginInfo}, named in
 * {@code META-INF/services/dev.stellwerk.plugins.spi.GatewayPlugin}.
 *
 * <p>Made at start, on one thread that is not a request's: constructor, then the lists of what it brings. What
 * configuration names is then made by the factories.
 *
 * <p>Every method has a default: override what the plugin brings.
 */
@Stable(since = "1.0")
public interface GatewayPlugin {
    /** Ways to choose among deployments that may all serve a request. */
    default List<RoutingStrategyFactory> routingStrategies() {
        return List.of();
    }

    /** Rules that remove deployments. */
    default List<DeploymentFilterFactory> deploymentFilters() {
        return List.of();
    }
}

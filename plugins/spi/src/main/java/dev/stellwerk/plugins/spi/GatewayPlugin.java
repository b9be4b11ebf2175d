package dev.stellwerk.plugins.spi;

import java.util.List;

/**
 * Entry point of a plugin jar, found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/dev.stellwerk.plugins.spi.GatewayPlugin}. The gateway creates it once, at start, by its
 * public constructor without parameters. Every method has a default but {@link #id}: override what you bring.
 */
public interface GatewayPlugin {
    /** Lower case and dashes, unique in a gateway, for example {@code follow-the-sun}. */
    String id();

    /** Ways to choose among deployments that may all serve a request. */
    default List<RoutingStrategyFactory> routingStrategies() {
        return List.of();
    }

    /** Rules that remove deployments. */
    default List<DeploymentFilterFactory> deploymentFilters() {
        return List.of();
    }
}

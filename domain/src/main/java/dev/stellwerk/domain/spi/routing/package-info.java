/** How deployments are filtered and chosen. Start at {@link RoutingStrategy} and {@link DeploymentFilter}. */
@NullMarked
package dev.stellwerk.domain.spi.routing;

import org.jspecify.annotations.NullMarked;

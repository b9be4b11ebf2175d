package dev.stellwerk.plugins.builtin;

import dev.stellwerk.plugins.builtin.filter.BuiltInFilters;
import dev.stellwerk.plugins.builtin.strategy.BuiltInStrategies;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginInfo;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.util.List;

/** What comes with every gateway, brought in as a stranger brings in theirs. Which of it always runs is wiring's matter. */
@PluginInfo(id = "built-in", version = "0.1.0", spi = SpiVersion.COMPILED, description = "comes with the gateway")
public final class BuiltInPlugin implements GatewayPlugin {
    @Override
    public List<RoutingStrategyFactory> routingStrategies() {
        return BuiltInStrategies.factories();
    }

    @Override
    public List<DeploymentFilterFactory> deploymentFilters() {
        return BuiltInFilters.factories();
    }
}

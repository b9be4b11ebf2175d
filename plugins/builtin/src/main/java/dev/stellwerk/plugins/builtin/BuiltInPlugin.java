package dev.stellwerk.plugins.builtin;

import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.RoutingStrategy;
import dev.stellwerk.plugins.builtin.filter.BuiltInFilters;
import dev.stellwerk.plugins.builtin.strategy.BuiltInStrategies;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every gateway has: the hard filters, in the order in which they must run, and the strategies. */
public final class BuiltInPlugin implements GatewayPlugin {
    @Override
    public String id() {
        return "built-in";
    }

    @Override
    public List<RoutingStrategyFactory> routingStrategies() {
        var factories = new ArrayList<RoutingStrategyFactory>();
        BuiltInStrategies.byName().forEach((name, maker) -> factories.add(new Strategy(name, maker)));
        return factories;
    }

    @Override
    public List<DeploymentFilterFactory> deploymentFilters() {
        var factories = new ArrayList<DeploymentFilterFactory>();
        BuiltInFilters.inOrder().forEach((name, maker) -> factories.add(new Filter(name, maker)));
        return factories;
    }

    private record Strategy(String name, Function<Map<String, Object>, RoutingStrategy> maker)
            implements RoutingStrategyFactory {
        @Override
        public RoutingStrategy create(PluginContext context, Map<String, Object> settings) {
            return maker.apply(settings);
        }
    }

    private record Filter(String name, Supplier<DeploymentFilter> maker) implements DeploymentFilterFactory {
        @Override
        public DeploymentFilter create(PluginContext context, Map<String, Object> settings) {
            return maker.get();
        }
    }
}

package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import java.util.List;
import java.util.function.Function;

/** The built-in strategies by the name that {@code routing_strategy} gives, each made from its settings. */
public final class BuiltInStrategies {
    private BuiltInStrategies() {}

    private record HoldingLimits(String name, Function<PluginContext, RoutingStrategy> maker)
            implements RoutingStrategyFactory {
        @Override
        public RoutingStrategy create(PluginContext context) {
            return maker.apply(context);
        }

        @Override
        public boolean holdsLimits() {
            return true;
        }
    }

    public static List<RoutingStrategyFactory> factories() {
        return List.of(
                RoutingStrategyFactory.of("simple-shuffle", _ -> new SimpleShuffle()),
                RoutingStrategyFactory.of("least-busy", _ -> LowestFigures.leastBusy()),
                new HoldingLimits("usage-based-routing", _ -> LowestFigures.lowestUsage()),
                new HoldingLimits("usage-based-routing-v2", _ -> LowestFigures.lowestUsage()),
                new HoldingLimits(
                        "latency-based-routing",
                        context -> new LowestLatency(context.settings(LatencySettings.DEFAULTS))),
                new HoldingLimits("cost-based-routing", _ -> LowestFigures.lowestCost()),
                new HoldingLimits("adaptive", _ -> new Adaptive()));
    }
}

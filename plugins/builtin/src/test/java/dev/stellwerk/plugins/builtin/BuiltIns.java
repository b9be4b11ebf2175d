package dev.stellwerk.plugins.builtin;

import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.Routers;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.plugins.loader.SettingsBinder;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The built-in plugin as a gateway without other plugins runs it, with the settings that nobody has changed. */
final class BuiltIns {
    static final PluginContext LENT = new PluginContext() {
        @Override
        public String pluginId() {
            return "built-in";
        }

        @Override
        public SpiVersion spiVersion() {
            return SpiVersion.parse(SpiVersion.COMPILED);
        }

        @Override
        public <R extends Record> R settings(R defaults) {
            return SettingsBinder.bind(Map.of(), defaults);
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(Instant.EPOCH);
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("test");
        }
    };

    private BuiltIns() {}

    static List<String> strategyNames() {
        return new BuiltInPlugin()
                .routingStrategies().stream().map(RoutingStrategyFactory::name).toList();
    }

    /** A request on its way through all of it; the instance has retries without end. */
    static RoutingSession session(
            CatalogSnapshot catalog,
            RoutingSettings settings,
            RoutingRequest request,
            RandomGenerator random,
            Time time) {
        return new RoutingSession(router(), catalog, settings, request, SpentBudgets.NOTHING, random, time, () -> true);
    }

    static Router router() {
        var plugin = new BuiltInPlugin();
        List<GuardedFilter> filters = plugin.deploymentFilters().stream()
                .map(factory -> Routers.guard(factory.name(), factory.create(LENT)))
                .toList();
        var strategies = new HashMap<String, GuardedStrategy>();
        for (RoutingStrategyFactory factory : plugin.routingStrategies()) {
            strategies.put(factory.name(), Routers.guard(factory.name(), factory.create(LENT), factory.holdsLimits()));
        }
        return new Router(filters, strategies);
    }
}

package dev.stellwerk.main.gateway;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.plugins.builtin.BuiltInPlugin;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The plugins of this gateway, and the router made of what they bring. The built-in one comes in like any other. */
public final class Plugins implements PluginJudge {
    private final Map<String, RoutingStrategyFactory> strategies = new LinkedHashMap<>();
    private final List<DeploymentFilterFactory> builtInFilters = new ArrayList<>();
    private final Map<String, DeploymentFilterFactory> furtherFilters = new LinkedHashMap<>();

    private Plugins() {}

    /** The plugins that come with the gateway. */
    public static Plugins onClassPath() {
        var plugins = new Plugins();
        for (GatewayPlugin plugin : ServiceLoader.load(GatewayPlugin.class)) {
            plugins.add(plugin);
        }
        return plugins;
    }

    /** The gateway's own plugins. Jars in the folder are named: this version does not load them. */
    public static Plugins load(Path folder, Consumer<String> warn) throws StartFault {
        for (Path jar : PluginsFolder.jars(folder)) {
            warn.accept("warning: " + jar + " is not loaded: this version runs its built-in plugins only");
        }
        return onClassPath();
    }

    private void add(GatewayPlugin plugin) {
        plugin.routingStrategies().forEach(factory -> strategies.put(factory.name(), factory));
        if (plugin instanceof BuiltInPlugin) {
            builtInFilters.addAll(plugin.deploymentFilters());
        } else {
            plugin.deploymentFilters().forEach(factory -> furtherFilters.put(factory.name(), factory));
        }
    }

    @Override
    public Set<String> strategies() {
        return strategies.keySet();
    }

    @Override
    public Set<String> filters() {
        return furtherFilters.keySet();
    }

    @Override
    public Optional<String> faultOfStrategy(String name, Map<String, Object> settings) {
        return fault(Objects.requireNonNull(strategies.get(name), name)::create, settings);
    }

    @Override
    public Optional<String> faultOfFilter(String name, Map<String, Object> settings) {
        return fault(Objects.requireNonNull(furtherFilters.get(name), name)::create, settings);
    }

    /** What is made is thrown away: it is made to be judged. */
    private static Optional<String> fault(
            BiConsumer<PluginContext, Map<String, Object>> make, Map<String, Object> settings) {
        try {
            make.accept(new Lent(new SystemTime(), new ThreadRandom()), settings);
            return Optional.empty();
        } catch (InvalidValue refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    public Router router(GatewayConfiguration configuration, Time time, RandomGenerator random) throws StartFault {
        PluginContext context = new Lent(time, random);
        var filters = new ArrayList<DeploymentFilter>();
        for (DeploymentFilterFactory factory : builtInFilters) {
            filters.add(factory.create(context, Map.of()));
        }
        for (String name : configuration.routing().checks().pluginFilters()) {
            filters.add(furtherFilter(name, configuration, context));
        }
        return new Router(filters, strategies(configuration, context));
    }

    private DeploymentFilter furtherFilter(String name, GatewayConfiguration configuration, PluginContext context)
            throws StartFault {
        DeploymentFilterFactory factory = furtherFilters.get(name);
        if (factory == null) {
            throw new StartFault("stellwerk.filters names '" + name + "', which no plugin brings");
        }
        try {
            return factory.create(context, configuration.pluginSettings().getOrDefault(name, Map.of()));
        } catch (InvalidValue refused) {
            throw new StartFault("stellwerk.plugins." + name + ": " + refused.getMessage());
        }
    }

    private Map<String, RoutingStrategy> strategies(GatewayConfiguration configuration, PluginContext context)
            throws StartFault {
        var made = new HashMap<String, RoutingStrategy>();
        for (RoutingStrategyFactory factory : strategies.values()) { // keys and teams may ask for any by its name
            made.put(factory.name(), create(factory, context, settings(configuration, factory.name())));
        }
        for (GatewayConfiguration.StrategySpec spec : configuration.strategies()) {
            RoutingStrategyFactory factory = strategies.get(spec.name());
            if (factory == null) {
                throw new StartFault("unknown routing strategy '" + spec.name() + "'");
            }
            var arguments = new HashMap<>(settings(configuration, spec.name()));
            arguments.putAll(spec.arguments());
            made.put(spec.key(), create(factory, context, arguments));
        }
        return made;
    }

    private static Map<String, Object> settings(GatewayConfiguration configuration, String name) {
        return configuration.pluginSettings().getOrDefault(name, Map.of());
    }

    private static RoutingStrategy create(
            RoutingStrategyFactory factory, PluginContext context, Map<String, Object> arguments) throws StartFault {
        try {
            return factory.create(context, arguments);
        } catch (InvalidValue refused) {
            throw new StartFault("routing_strategy_args of " + factory.name() + ": " + refused.getMessage());
        }
    }

    private record Lent(Time time, RandomGenerator random) implements PluginContext {
        @Override
        public SpiVersion spiVersion() {
            return SpiVersion.CURRENT;
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("dev.stellwerk.plugin");
        }
    }
}

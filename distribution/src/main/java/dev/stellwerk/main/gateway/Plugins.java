package dev.stellwerk.main.gateway;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.guard.Mishaps;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.plugins.builtin.BuiltInPlugin;
import dev.stellwerk.plugins.loader.Brought;
import dev.stellwerk.plugins.loader.Extensions;
import dev.stellwerk.plugins.loader.PluginSet;
import dev.stellwerk.plugins.loader.UnknownExtension;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The plugins of this gateway, and the router made of what they bring. */
public final class Plugins implements PluginJudge {
    /** The hard filters that every gateway runs, in the order in which they must run. */
    private static final List<String> BUILT_IN_FILTERS =
            List.of("access", "team", "region", "health", "blocked", "cooldown", "budget", "context", "tags", "limits");

    private final PluginSet plugins;
    private final Extensions<RoutingStrategyFactory> strategies;
    private final Extensions<DeploymentFilterFactory> filters;
    private final Workshop workshop = new Workshop(new PluginLender(new SystemTime()));

    Plugins(PluginSet plugins) {
        this.plugins = plugins;
        strategies = plugins.strategies();
        filters = plugins.filters();
    }

    /** Those that come with the gateway, and what else stands on the class path. */
    public static Plugins onClassPath() {
        List<PluginSet.Found> strangers = ServiceLoader.load(GatewayPlugin.class).stream()
                .filter(provider -> provider.type() != BuiltInPlugin.class)
                .map(provider -> new PluginSet.Found(provider.type(), provider))
                .toList();
        return new Plugins(new PluginSet(new BuiltInPlugin(), strangers));
    }

    /** The same, with a word about whatever is not used as somebody may expect. Jars are named: they are not loaded. */
    public static Plugins load(Path folder, Consumer<String> warn) throws StartFault {
        for (Path jar : PluginsFolder.jars(folder)) {
            warn.accept("warning: " + jar + " is not loaded: this version runs its built-in plugins only");
        }
        Plugins plugins = onClassPath();
        plugins.remarks().forEach(remark -> warn.accept("warning: plugins: " + remark));
        return plugins;
    }

    /** Who is left out, and whose name leads to a built-in. */
    List<String> remarks() {
        var remarks = new ArrayList<String>();
        plugins.leftOut()
                .forEach(plugin -> remarks.add(plugin.plugin() + ": " + plugin.code() + ": " + plugin.detail()));
        Stream.concat(strategies.shadowed().stream(), filters.shadowed().stream())
                .forEach(one -> remarks.add("'" + one.name() + "' means the built-in; that of the plugin "
                        + one.plugin() + " is " + one.fullName()));
        return remarks;
    }

    // ---- what configuration is told while it is read

    @Override
    public Set<String> ids() {
        return plugins.ids();
    }

    @Override
    public Set<String> strategies() {
        return strategies.names();
    }

    @Override
    public Set<String> filters() {
        return filters.names();
    }

    @Override
    public Optional<String> faultOfStrategy(
            String name, Map<String, Map<String, Object>> settings, Map<String, Object> arguments) {
        try {
            workshop.strategy(strategies.find(name), settings, arguments);
            return Optional.empty();
        } catch (UnknownExtension | StartFault fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        }
    }

    @Override
    public Optional<String> faultOfFilter(String name, Map<String, Map<String, Object>> settings) {
        try {
            workshop.filter(filters.find(name), settings);
            return Optional.empty();
        } catch (UnknownExtension | StartFault fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        }
    }

    // ---- the router

    /**
     * The router of a configuration. What the configuration names is made here, if it was not made to be judged; what
     * only keys and teams may ask for is made when the first of them does.
     *
     * @throws StartFault when a name leads nowhere or a plugin refuses its settings
     */
    public Router router(GatewayConfiguration configuration, Time time) throws StartFault {
        var mishaps = new LoggedMishaps(time);
        return new Router(guardedFilters(configuration, mishaps), guardedStrategies(configuration, mishaps));
    }

    private List<GuardedFilter> guardedFilters(GatewayConfiguration configuration, Mishaps mishaps) throws StartFault {
        var guarded = new ArrayList<GuardedFilter>();
        for (String name : BUILT_IN_FILTERS) {
            guarded.add(new GuardedFilter(name, name, filter(name, configuration), mishaps));
        }
        for (String name : configuration.routing().checks().pluginFilters()) {
            guarded.add(new GuardedFilter(name, "plugin:" + name, filter(name, configuration), mishaps));
        }
        return guarded;
    }

    private DeploymentFilter filter(String name, GatewayConfiguration configuration) throws StartFault {
        try {
            return workshop.filter(filters.find(name), configuration.pluginSettings());
        } catch (UnknownExtension unknown) {
            throw new StartFault("stellwerk.filters names " + unknown.getMessage());
        }
    }

    private Map<String, GuardedStrategy> guardedStrategies(GatewayConfiguration configuration, Mishaps mishaps)
            throws StartFault {
        Map<String, Map<String, Object>> settings = configuration.pluginSettings();
        var guarded = new HashMap<String, GuardedStrategy>();
        for (GatewayConfiguration.StrategySpec spec : configuration.strategies()) {
            Brought<RoutingStrategyFactory> found = strategy(spec.name());
            RoutingStrategy made = workshop.strategy(found, settings, spec.arguments());
            guarded.put(spec.key(), guard(found, () -> made, mishaps));
        }
        for (String name : strategies.names()) {
            Brought<RoutingStrategyFactory> found = strategy(name);
            guarded.computeIfAbsent(name, _ -> guard(found, () -> workshop.forCallers(found, settings), mishaps));
        }
        return guarded;
    }

    private Brought<RoutingStrategyFactory> strategy(String name) throws StartFault {
        try {
            return strategies.find(name);
        } catch (UnknownExtension unknown) {
            throw new StartFault("routing_strategy names " + unknown.getMessage());
        }
    }

    private static GuardedStrategy guard(
            Brought<RoutingStrategyFactory> found, Supplier<RoutingStrategy> maker, Mishaps mishaps) {
        return new GuardedStrategy(found.name(), found.factory().holdsLimits(), maker, mishaps);
    }
}

package dev.stellwerk.main;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.guard.Mishaps;
import dev.stellwerk.domain.spi.InvalidValue;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The plugins of this gateway, and the router made of what they bring. */
final class Plugins {
    /** The hard filters that every gateway runs, in the order in which they must run. */
    private static final List<String> BUILT_IN_FILTERS =
            List.of("access", "team", "region", "health", "blocked", "cooldown", "budget", "context", "tags", "limits");

    private final PluginSet plugins;
    private final Extensions<RoutingStrategyFactory> strategies;
    private final Extensions<DeploymentFilterFactory> filters;

    Plugins(PluginSet plugins) {
        this.plugins = plugins;
        strategies = plugins.strategies();
        filters = plugins.filters();
    }

    /** Those that come with the gateway, and what else stands on the class path. */
    static Plugins onClassPath() {
        List<PluginSet.Found> strangers = ServiceLoader.load(GatewayPlugin.class).stream()
                .filter(provider -> provider.type() != BuiltInPlugin.class)
                .map(provider -> new PluginSet.Found(provider.type(), provider))
                .toList();
        return new Plugins(new PluginSet(new BuiltInPlugin(), strangers));
    }

    /** The same, with a word about whatever is not used as somebody may expect. */
    static Plugins load(Path folder, Command.Console console) throws StartFault {
        try (Stream<Path> entries = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            entries.filter(entry -> entry.toString().endsWith(".jar"))
                    .forEach(jar -> console.err()
                            .println("warning: " + jar + " is not loaded: this version runs its"
                                    + " built-in plugins only"));
        } catch (IOException e) {
            throw new StartFault("the plugins folder " + folder + " cannot be read");
        }
        Plugins plugins = onClassPath();
        plugins.warnings().forEach(warning -> console.err().println("warning: plugins: " + warning));
        return plugins;
    }

    /** Who is left out, and whose name leads to a built-in. */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        plugins.leftOut()
                .forEach(plugin -> warnings.add(plugin.plugin() + ": " + plugin.code() + ": " + plugin.detail()));
        Stream.concat(strategies.shadowed().stream(), filters.shadowed().stream())
                .forEach(one -> warnings.add("'" + one.name() + "' means the built-in; that of the plugin "
                        + one.plugin() + " is " + one.fullName()));
        return warnings;
    }

    /** The names that {@code routing_strategy} may have. */
    Set<String> strategyNames() {
        return strategies.names();
    }

    /**
     * The router of a configuration. What the configuration names is made here; what only keys and teams may ask for is
     * made when the first of them does.
     *
     * @throws StartFault when a name leads nowhere or a plugin refuses its settings
     */
    Router router(GatewayConfiguration configuration, Time time) throws StartFault {
        for (String id : configuration.pluginSettings().keySet()) {
            if (!plugins.ids().contains(id)) {
                throw new StartFault("stellwerk.plugins." + id + ": no plugin has this id; there are "
                        + String.join(", ", plugins.ids().stream().sorted().toList()));
            }
        }
        var mishaps = new LoggedMishaps(time);
        var lender = new PluginLender(configuration.pluginSettings(), time);
        return new Router(filters(configuration, lender, mishaps), strategies(configuration, lender, mishaps));
    }

    private List<GuardedFilter> filters(GatewayConfiguration configuration, PluginLender lender, Mishaps mishaps)
            throws StartFault {
        var guarded = new ArrayList<GuardedFilter>();
        for (String name : BUILT_IN_FILTERS) {
            guarded.add(filter(name, name, lender, mishaps));
        }
        for (String name : configuration.routing().checks().pluginFilters()) {
            guarded.add(filter(name, "plugin:" + name, lender, mishaps));
        }
        return guarded;
    }

    private GuardedFilter filter(String name, String stage, PluginLender lender, Mishaps mishaps) throws StartFault {
        try {
            Brought<DeploymentFilterFactory> found = filters.find(name);
            return new GuardedFilter(
                    name, stage, found.factory().create(lender.lend(found.plugin(), Map.of())), mishaps);
        } catch (UnknownExtension unknown) {
            throw new StartFault("stellwerk.filters names " + unknown.getMessage());
        } catch (InvalidValue refused) {
            throw new StartFault("settings of the filter " + name + ": " + refused.getMessage());
        } catch (RuntimeException failed) { // a stranger's code may throw anything
            throw new StartFault("the filter " + name + " cannot be made: " + failed);
        }
    }

    private Map<String, GuardedStrategy> strategies(
            GatewayConfiguration configuration, PluginLender lender, Mishaps mishaps) throws StartFault {
        var guarded = new HashMap<String, GuardedStrategy>();
        for (GatewayConfiguration.StrategySpec spec : configuration.strategies()) {
            Brought<RoutingStrategyFactory> found = strategy(spec.name());
            RoutingStrategy made = make(found, lender, spec.arguments());
            guarded.put(spec.key(), guard(found, () -> made, mishaps));
        }
        for (String name : strategies.names()) {
            Brought<RoutingStrategyFactory> found = strategy(name);
            guarded.computeIfAbsent(
                    name,
                    _ -> guard(found, () -> found.factory().create(lender.lend(found.plugin(), Map.of())), mishaps));
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

    private static RoutingStrategy make(
            Brought<RoutingStrategyFactory> found, PluginLender lender, Map<String, Object> arguments)
            throws StartFault {
        try {
            return Objects.requireNonNull(
                    found.factory().create(lender.lend(found.plugin(), arguments)), "what its factory makes");
        } catch (InvalidValue refused) {
            throw new StartFault("routing_strategy_args of " + found.name() + ": " + refused.getMessage());
        } catch (RuntimeException failed) { // a stranger's code may throw anything
            throw new StartFault("the strategy " + found.name() + " cannot be made: " + failed);
        }
    }
}

package dev.stellwerk.main.gateway;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.application.port.in.ListPlugins;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.guard.Mishaps;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.plugins.builtin.BuiltInPlugin;
import dev.stellwerk.plugins.loader.Brought;
import dev.stellwerk.plugins.loader.ExtensionKind;
import dev.stellwerk.plugins.loader.FoundPlugins;
import dev.stellwerk.plugins.loader.Pins;
import dev.stellwerk.plugins.loader.Plugin;
import dev.stellwerk.plugins.loader.PluginSet;
import dev.stellwerk.plugins.loader.UnknownExtension;
import dev.stellwerk.plugins.loader.classes.PluginIdentity;
import dev.stellwerk.plugins.loader.folder.UnusableFolder;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The plugins of this gateway, and the router made of what they bring. */
public final class Plugins implements PluginJudge, ListPlugins, AutoCloseable {
    /** The hard filters that every gateway runs, in the order in which they must run. */
    private static final List<String> BUILT_IN_FILTERS =
            List.of("access", "team", "region", "health", "blocked", "cooldown", "budget", "context", "tags", "limits");

    private final FoundPlugins found;
    private final PluginLender lender = new PluginLender(new SystemTime());
    private final Workshop workshop = new Workshop(lender);
    private @Nullable PluginSet started;

    private final @Nullable Path folder;

    private Plugins(@Nullable Path folder, FoundPlugins found) {
        this.folder = folder;
        this.found = found;
    }

    /** Those that come with the gateway alone. */
    public static Plugins builtIn() {
        return new Plugins(null, FoundPlugins.none());
    }

    /**
     * Those that come with the gateway, and what lies in a folder. None of its code has run yet.
     *
     * @throws StartFault when the folder is not what an operator can have meant
     */
    public static Plugins in(Path folder) throws StartFault {
        try {
            return new Plugins(folder, FoundPlugins.in(folder));
        } catch (UnusableFolder unusable) {
            throw new StartFault(String.valueOf(unusable.getMessage()));
        }
    }

    /** Started without settings and pins, where no configuration has done it. */
    private PluginSet plugins() {
        if (started == null) {
            start(Map.of(), Map.of());
        }
        return Objects.requireNonNull(started);
    }

    @Override
    public Listing list() {
        PluginSet plugins = plugins();
        Set<String> shadowed = Stream.concat(
                        plugins.strategies().shadowed().stream(), plugins.filters().shadowed().stream())
                .map(Brought::fullName)
                .collect(Collectors.toSet());
        return new Listing(
                PluginSet.SPI.toString(),
                folder == null ? null : folder.toAbsolutePath().normalize().toString(),
                plugins.plugins().stream()
                        .map(plugin -> listed(plugin, shadowed))
                        .toList());
    }

    private Listed listed(Plugin plugin, Set<String> shadowed) {
        PluginIdentity identity = plugin.identity();
        String id = identity == null ? "" : identity.id();
        return new Listed(
                plugin.file(),
                identity == null ? null : new Identity(id, identity.version(), identity.spi(), identity.description()),
                plugin.leftOut()
                        .map(why -> new ListPlugins.Fault(why.code(), why.detail()))
                        .orElse(null),
                plugin.sums().entrySet().stream()
                        .map(jar -> new Jar(jar.getKey(), jar.getValue()))
                        .toList(),
                plugin.extensions().stream()
                        .map(one -> {
                            String fullName = id + "/" + one.name();
                            return new Extension(
                                    kind(one.kind()),
                                    one.name(),
                                    workshop.hasMade(fullName),
                                    shadowed.contains(fullName));
                        })
                        .toList());
    }

    private static Kind kind(ExtensionKind kind) {
        return switch (kind) {
            case STRATEGY -> Kind.STRATEGY;
            case FILTER -> Kind.FILTER;
            case PREFERENCE -> Kind.PREFERENCE;
            case REGION_RESOLVER -> Kind.REGION_RESOLVER;
            case TAGGER -> Kind.TAGGER;
            case USAGE_SINK -> Kind.USAGE_SINK;
        };
    }

    /** A warning for each that was left out. */
    public List<Finding> findings() {
        return plugins().plugins().stream()
                .flatMap(plugin -> plugin.leftOut().stream()
                        .map(why -> new Finding(
                                plugin.shownName(),
                                0,
                                Finding.Level.WARNING,
                                "plugins",
                                why.code() + ": " + why.detail())))
                .toList();
    }

    /** Names that lead to a built-in, although a plugin brings them too, each with the name that leads to the plugin's. */
    public List<String> shadowed() {
        PluginSet plugins = plugins();
        return Stream.concat(plugins.strategies().shadowed().stream(), plugins.filters().shadowed().stream())
                .map(one -> "'" + one.name() + "' means the built-in; that of the plugin " + one.plugin() + " is "
                        + one.fullName())
                .toList();
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }

    // ---- what configuration is told while it is read

    @Override
    public List<PluginJudge.Fault> start(Map<String, Map<String, Object>> settings, Map<String, String> sums) {
        var pins = new Pins(sums);
        PluginSet plugins = PluginSet.start(
                new BuiltInPlugin(),
                BuildVersion.text(),
                found,
                pins,
                id -> lender.lend(id, settings.getOrDefault(id, Map.of())));
        started = plugins;
        var faults = new ArrayList<PluginJudge.Fault>();
        pins.unfulfilled(found).forEach(entry -> faults.add(new PluginJudge.Fault.OfPin(entry)));
        plugins.refusedSettings().forEach((id, refused) -> faults.addAll(faults(id, refused)));
        return faults;
    }

    @Override
    public Set<String> ids() {
        return plugins().ids();
    }

    @Override
    public Set<String> strategies() {
        return plugins().strategies().names();
    }

    @Override
    public Set<String> filters() {
        return plugins().filters().names();
    }

    @Override
    public Set<String> names(Kind kind) {
        return list().plugins().stream()
                .flatMap(plugin -> plugin.extensions().stream())
                .filter(extension -> extension.kind() == kind)
                .map(Extension::name)
                .collect(Collectors.toSet());
    }

    @Override
    public List<PluginJudge.Fault> faultsOfStrategy(
            String name, Map<String, Map<String, Object>> settings, Map<String, Object> arguments) {
        try {
            Brought<RoutingStrategyFactory> found = plugins().strategies().find(name);
            return faults(found, () -> workshop.strategy(found, settings, arguments));
        } catch (UnknownExtension unknown) {
            return List.of(new PluginJudge.Fault.OfPlugin(String.valueOf(unknown.getMessage())));
        }
    }

    @Override
    public List<PluginJudge.Fault> faultsOfFilter(String name, Map<String, Map<String, Object>> settings) {
        try {
            Brought<DeploymentFilterFactory> found = plugins().filters().find(name);
            return faults(found, () -> workshop.filter(found, settings));
        } catch (UnknownExtension unknown) {
            return List.of(new PluginJudge.Fault.OfPlugin(String.valueOf(unknown.getMessage())));
        }
    }

    private interface Making {
        Object make() throws StartFault;
    }

    private static List<PluginJudge.Fault> faults(Brought<?> found, Making making) {
        try {
            making.make();
            return List.of();
        } catch (InvalidValue refused) {
            return faults(found.plugin(), refused);
        } catch (StartFault fault) {
            return List.of(new PluginJudge.Fault.OfPlugin(String.valueOf(fault.getMessage())));
        }
    }

    /** The first of them holds the others. */
    private static List<PluginJudge.Fault> faults(String id, InvalidValue refused) {
        var faults = new ArrayList<PluginJudge.Fault>();
        faults.add(fault(id, refused));
        for (Throwable other : refused.getSuppressed()) {
            if (other instanceof InvalidValue too) {
                faults.add(fault(id, too));
            }
        }
        return faults;
    }

    private static PluginJudge.Fault fault(String id, InvalidValue refused) {
        return new PluginJudge.Fault.OfSetting(id, refused.field(), String.valueOf(refused.getMessage()));
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
            return workshop.filter(plugins().filters().find(name), configuration.pluginSettings());
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
        for (String name : plugins().strategies().names()) {
            Brought<RoutingStrategyFactory> found = strategy(name);
            guarded.computeIfAbsent(name, _ -> guard(found, () -> workshop.forCallers(found, settings), mishaps));
        }
        return guarded;
    }

    private Brought<RoutingStrategyFactory> strategy(String name) throws StartFault {
        try {
            return plugins().strategies().find(name);
        } catch (UnknownExtension unknown) {
            throw new StartFault("routing_strategy names " + unknown.getMessage());
        }
    }

    private static GuardedStrategy guard(
            Brought<RoutingStrategyFactory> found, Supplier<RoutingStrategy> maker, Mishaps mishaps) {
        return new GuardedStrategy(found.name(), found.factory().holdsLimits(), maker, mishaps);
    }
}

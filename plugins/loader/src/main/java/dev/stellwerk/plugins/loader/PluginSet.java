package dev.stellwerk.plugins.loader;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.plugins.loader.classes.PluginClasses;
import dev.stellwerk.plugins.loader.classes.PluginIdentity;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The plugins of a gateway, started, and what they bring. One that cannot be used is left out with a reason, and everything
 * else goes on; of two with one id both are, since which was meant is nobody's guess. Closing it ends the strangers.
 */
public final class PluginSet implements AutoCloseable {
    /** The version of the plugin interface that this gateway speaks. */
    public static final SpiVersion SPI = SpiVersion.parse(SpiVersion.COMPILED);

    static final String BUILT_IN = "built-in";

    private final List<Plugin> plugins;
    private final List<StartedPlugin> started;
    private final Map<String, InvalidValue> refusedSettings;

    private PluginSet(List<Plugin> plugins, List<StartedPlugin> started, Map<String, InvalidValue> refusedSettings) {
        this.plugins = List.copyOf(plugins);
        this.started = List.copyOf(started);
        this.refusedSettings = Map.copyOf(refusedSettings);
    }

    /**
     * Starts what can be used, side by side.
     *
     * @param builtIn the one that comes with the gateway
     * @param version the gateway's, which is the built-in plugin's
     * @param found what lies in the folder
     * @param pins which of it may run
     * @param contexts what is lent to the plugin of an id
     */
    public static PluginSet start(
            GatewayPlugin builtIn,
            String version,
            FoundPlugins found,
            Pins pins,
            Function<String, ? extends PluginContext> contexts) {
        var plugins = new ArrayList<Plugin>();
        var started = new ArrayList<StartedPlugin>();
        var refused = new LinkedHashMap<String, InvalidValue>();
        addBuiltIn(builtIn, version, plugins, started);
        List<Candidate> candidates = found.candidates().stream()
                .map(candidate -> pins.admits(candidate.plugin())
                        ? candidate
                        : candidate.without("unpinned", "stellwerk.plugin_pins does not list its sum"))
                .toList();
        Map<String, Long> ids = candidates.stream()
                .filter(Candidate::usable)
                .collect(Collectors.groupingBy(PluginSet::idOf, Collectors.counting()));
        var starts = new ArrayList<PluginStart>();
        for (Candidate candidate : candidates) {
            PluginClasses classes = candidate.classes();
            if (classes == null) {
                plugins.add(candidate.plugin());
            } else if (ids.getOrDefault(idOf(candidate), 0L) > 1) {
                plugins.add(candidate
                        .without("duplicate_id", "another plugin has the id " + idOf(candidate) + " too")
                        .plugin());
            } else {
                starts.add(PluginStart.begin(
                        candidate.plugin(),
                        () -> Candidate.load(classes).getConstructor().newInstance(),
                        contexts.apply(idOf(candidate))));
            }
        }
        for (PluginStart start : starts) {
            switch (start.await()) {
                case PluginStart.Result.Ready(StartedPlugin ready) -> {
                    started.add(ready);
                    plugins.add(start.plugin().bringing(ready.extensions()));
                }
                case PluginStart.Result.Refused(InvalidValue fault) -> {
                    refused.put(start.id(), fault);
                    plugins.add(start.plugin());
                }
                case PluginStart.Result.Failed(LeftOut why) ->
                    plugins.add(start.plugin().without(why));
            }
        }
        return new PluginSet(plugins, started, refused);
    }

    private static void addBuiltIn(
            GatewayPlugin builtIn, String version, List<Plugin> plugins, List<StartedPlugin> started) {
        try {
            StartedPlugin ready = StartedPlugin.lists(BUILT_IN, builtIn);
            started.add(ready);
            var identity = new PluginIdentity(BUILT_IN, version, SPI.toString(), "what comes with the gateway");
            plugins.add(new Plugin(null, identity, Map.of(), null, ready.extensions()));
        } catch (StartedPlugin.Failed broken) {
            throw new IllegalStateException("the built-in plugin", broken);
        }
    }

    private static String idOf(Candidate candidate) {
        PluginIdentity identity = candidate.plugin().identity();
        return identity == null ? "" : identity.id();
    }

    public Extensions<RoutingStrategyFactory> strategies() {
        return new Extensions<>(
                started.stream().flatMap(one -> one.strategies().stream()).toList());
    }

    public Extensions<DeploymentFilterFactory> filters() {
        return new Extensions<>(
                started.stream().flatMap(one -> one.filters().stream()).toList());
    }

    /** The ids of those that are there: the used ones, and those that refused their settings. */
    public Set<String> ids() {
        var ids = started.stream().map(StartedPlugin::id).collect(Collectors.toSet());
        ids.addAll(refusedSettings.keySet());
        return ids;
    }

    /** What plugins say of the settings that they were started with, by id; each refuses the configuration. */
    public Map<String, InvalidValue> refusedSettings() {
        return refusedSettings;
    }

    /** All that was found, the built-in one first, then in the order of the folder's names. */
    public List<Plugin> plugins() {
        var inOrder = new ArrayList<>(plugins);
        inOrder.sort(java.util.Comparator.comparing(plugin -> plugin.file() == null ? "" : plugin.file()));
        return inOrder;
    }

    /** Ends the strangers, each within the time that a start may take. */
    @Override
    public void close() {
        started.stream().filter(one -> !one.id().equals(BUILT_IN)).forEach(PluginStart::end);
    }
}

package dev.stellwerk.plugins.loader;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.PreferenceFactory;
import dev.stellwerk.plugins.spi.RegionResolverFactory;
import dev.stellwerk.plugins.spi.RequestTaggerFactory;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.UsageSinkFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A plugin that was made and started, with what it brings, taken once.
 *
 * @param plugin the object itself, for its close
 */
record StartedPlugin(
        String id,
        GatewayPlugin plugin,
        List<Brought<RoutingStrategyFactory>> strategies,
        List<Brought<DeploymentFilterFactory>> filters,
        List<Plugin.Extension> extensions) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{2,64}");

    /** Why a start failed, in the words that lists show. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient LeftOut why;

        Failed(String code, String detail, Throwable cause) {
            super(detail, cause);
            this.why = new LeftOut(code, detail);
        }

        LeftOut why() {
            return why;
        }
    }

    /**
     * Makes a plugin, starts it and takes its lists. Runs its code, so it belongs on a thread of its own.
     *
     * @throws Failed with the step that failed
     * @throws InvalidValue when it refuses its settings
     */
    static StartedPlugin start(String id, Callable<? extends GatewayPlugin> maker, PluginContext context)
            throws Failed {
        GatewayPlugin plugin = made(maker);
        try {
            plugin.start(context);
        } catch (InvalidValue refused) {
            throw refused;
        } catch (
                Throwable thrown) { // a stranger's code may throw anything, and must not keep the gateway from starting
            throw new Failed("start", "its start failed: " + thrown, thrown);
        }
        return lists(id, plugin);
    }

    private static GatewayPlugin made(Callable<? extends GatewayPlugin> maker) throws Failed {
        try {
            return maker.call();
        } catch (ClassNotFoundException | NoClassDefFoundError missing) {
            throw new Failed("missing_class", "a class that it needs is missing: " + missing.getMessage(), missing);
        } catch (Throwable thrown) {
            throw new Failed("constructor", "it cannot be made: " + thrown, thrown);
        }
    }

    /** What a plugin brings, all or nothing. */
    static StartedPlugin lists(String id, GatewayPlugin plugin) throws Failed {
        try {
            var extensions = new ArrayList<Plugin.Extension>();
            List<Brought<RoutingStrategyFactory>> strategies = take(
                    id, ExtensionKind.STRATEGY, plugin.routingStrategies(), RoutingStrategyFactory::name, extensions);
            List<Brought<DeploymentFilterFactory>> filters = take(
                    id, ExtensionKind.FILTER, plugin.deploymentFilters(), DeploymentFilterFactory::name, extensions);
            take(id, ExtensionKind.PREFERENCE, plugin.preferences(), PreferenceFactory::name, extensions);
            take(id, ExtensionKind.REGION_RESOLVER, plugin.regionResolvers(), RegionResolverFactory::name, extensions);
            take(id, ExtensionKind.TAGGER, plugin.requestTaggers(), RequestTaggerFactory::name, extensions);
            take(id, ExtensionKind.USAGE_SINK, plugin.usageSinks(), UsageSinkFactory::name, extensions);
            return new StartedPlugin(id, plugin, strategies, filters, List.copyOf(extensions));
        } catch (Throwable thrown) { // its lists are its code as well
            throw new Failed("extensions", "what it brings cannot be taken: " + thrown, thrown);
        }
    }

    private static <F> List<Brought<F>> take(
            String id,
            ExtensionKind kind,
            List<F> factories,
            Function<F, String> nameOf,
            List<Plugin.Extension> extensions) {
        var names = new HashSet<String>();
        var brought = new ArrayList<Brought<F>>();
        for (F factory : factories) {
            String name = Objects.requireNonNull(nameOf.apply(factory), "the name of an extension");
            if (!NAME.matcher(name).matches() || !names.add(name)) {
                throw new InvalidValue("name", name, "must be 2 to 64 of a-z, 0-9 and '-', and used once");
            }
            brought.add(new Brought<>(id, name, factory));
            extensions.add(new Plugin.Extension(kind, name));
        }
        return brought;
    }
}

package dev.stellwerk.plugins.loader;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginInfo;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of a gateway and what they bring. One that cannot be used is left out with a reason, and everything else
 * goes on; of two with one id both are, since which was meant is nobody's guess.
 */
public final class PluginSet {
    /** The version of the plugin interface that this gateway speaks. */
    public static final SpiVersion SPI = SpiVersion.parse(SpiVersion.COMPILED);

    static final String BUILT_IN = "built-in";

    private static final Set<String> RESERVED = Set.of(BUILT_IN, "stellwerk");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,63}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{2,64}");

    private final List<LeftOut> leftOut = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Brought<RoutingStrategyFactory>> strategies = new ArrayList<>();
    private final List<Brought<DeploymentFilterFactory>> filters = new ArrayList<>();

    /** A plugin that is there and not made yet. */
    public record Found(Class<? extends GatewayPlugin> type, Supplier<? extends GatewayPlugin> maker) {}

    /**
     * Makes every plugin that can be used.
     *
     * @param builtIn the one that comes with the gateway
     * @param strangers all others
     */
    public PluginSet(GatewayPlugin builtIn, List<Found> strangers) {
        add(BUILT_IN, builtIn);
        Map<String, List<Found>> byId = new LinkedHashMap<>();
        for (Found found : strangers) {
            PluginInfo info = found.type().getAnnotation(PluginInfo.class);
            if (info == null) {
                leaveOut(found.type().getName(), "no_info", "its class has no @PluginInfo");
            } else {
                byId.computeIfAbsent(info.id(), _ -> new ArrayList<>(1)).add(found);
            }
        }
        byId.forEach(this::admit);
    }

    private void admit(String id, List<Found> ofThisId) {
        if (ofThisId.size() > 1) {
            for (Found found : ofThisId) {
                leaveOut(id, "duplicate_id", found.type().getName() + " is not the only plugin of this id");
            }
            return;
        }
        Found found = ofThisId.getFirst();
        LeftOut fault = faultOf(id, found.type().getAnnotation(PluginInfo.class));
        if (fault != null) {
            leftOut.add(fault);
            return;
        }
        try {
            add(id, found.maker().get());
        } catch (
                Throwable thrown) { // a stranger's code may throw anything, and must not keep the gateway from starting
            leaveOut(id, "constructor", String.valueOf(thrown));
        }
    }

    private static @Nullable LeftOut faultOf(String id, PluginInfo info) {
        if (RESERVED.contains(id)) {
            return new LeftOut(id, "reserved_id", "the id is the gateway's own");
        }
        if (!ID.matcher(id).matches()) {
            return new LeftOut(id, "bad_id", "an id is 2 to 64 of a-z, 0-9 and '-', the first of them a letter");
        }
        try {
            return SPI.runs(SpiVersion.parse(info.spi()))
                    ? null
                    : new LeftOut(id, "spi_version", "built for SPI " + info.spi() + ", this gateway speaks " + SPI);
        } catch (InvalidValue e) {
            return new LeftOut(id, "spi_version", String.valueOf(e.getMessage()));
        }
    }

    /** Takes what a plugin brings, all or nothing. */
    private void add(String id, GatewayPlugin plugin) {
        try {
            List<Brought<RoutingStrategyFactory>> itsStrategies =
                    brought(id, plugin.routingStrategies(), RoutingStrategyFactory::name);
            List<Brought<DeploymentFilterFactory>> itsFilters =
                    brought(id, plugin.deploymentFilters(), DeploymentFilterFactory::name);
            strategies.addAll(itsStrategies);
            filters.addAll(itsFilters);
            ids.add(id);
        } catch (Throwable thrown) { // its lists are its code as well
            leaveOut(id, "extensions", String.valueOf(thrown));
        }
    }

    private static <F> List<Brought<F>> brought(String id, List<F> factories, Function<F, String> nameOf) {
        var names = new HashSet<String>();
        var brought = new ArrayList<Brought<F>>();
        for (F factory : factories) {
            String name = Objects.requireNonNull(nameOf.apply(factory), "the name of an extension");
            if (!NAME.matcher(name).matches() || !names.add(name)) {
                throw new InvalidValue("name", name, "must be 2 to 64 of a-z, 0-9 and '-', and used once");
            }
            brought.add(new Brought<>(id, name, factory));
        }
        return brought;
    }

    private void leaveOut(String plugin, String code, String detail) {
        leftOut.add(new LeftOut(plugin, code, detail));
    }

    public Extensions<RoutingStrategyFactory> strategies() {
        return new Extensions<>(strategies);
    }

    public Extensions<DeploymentFilterFactory> filters() {
        return new Extensions<>(filters);
    }

    /** The ids of those that are used. */
    public Set<String> ids() {
        return Set.copyOf(ids);
    }

    /** Those that are not used, and why. */
    public List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }
}

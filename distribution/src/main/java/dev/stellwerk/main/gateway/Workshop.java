package dev.stellwerk.main.gateway;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.plugins.loader.Brought;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Where filters and strategies are made of their factories, each once for a use: what was made while the configuration
 * was read, to see whether it takes its settings, is what the router gets. Used at start, by one thread.
 */
final class Workshop {
    private final PluginLender lender;
    private final Map<Use, Object> made = new HashMap<>();

    /** One use of what a factory makes. */
    private record Use(String fullName, Map<String, Object> settings) {}

    Workshop(PluginLender lender) {
        this.lender = lender;
    }

    /** @param settings by plugin id */
    DeploymentFilter filter(Brought<DeploymentFilterFactory> found, Map<String, Map<String, Object>> settings)
            throws StartFault {
        return (DeploymentFilter) make(found, settings, Map.of(), found.factory()::create);
    }

    /**
     * A strategy that the configuration names.
     *
     * @param settings by plugin id
     * @param arguments those of this use, which go before
     */
    RoutingStrategy strategy(
            Brought<RoutingStrategyFactory> found,
            Map<String, Map<String, Object>> settings,
            Map<String, Object> arguments)
            throws StartFault {
        return (RoutingStrategy) make(found, settings, arguments, found.factory()::create);
    }

    /** Whether something of this name was made: the configuration names it. */
    boolean hasMade(String fullName) {
        return made.keySet().stream().anyMatch(use -> use.fullName().equals(fullName));
    }

    /** A strategy that nobody but a key or a team names. Asked on a request, by the first of them. */
    RoutingStrategy forCallers(Brought<RoutingStrategyFactory> found, Map<String, Map<String, Object>> settings) {
        return found.factory().create(lender.lend(found.plugin(), of(found.plugin(), settings)));
    }

    private Object make(
            Brought<?> found,
            Map<String, Map<String, Object>> settings,
            Map<String, Object> arguments,
            Function<PluginContext, ?> factory)
            throws StartFault {
        var all = new HashMap<>(of(found.plugin(), settings));
        all.putAll(arguments);
        var use = new Use(found.fullName(), all);
        Object known = made.get(use);
        if (known != null) {
            return known;
        }
        try {
            Object fresh =
                    Objects.requireNonNull(factory.apply(lender.lend(found.plugin(), all)), "its factory made nothing");
            made.put(use, fresh);
            return fresh;
        } catch (InvalidValue refused) {
            throw refused;
        } catch (Throwable failed) { // a stranger's code may throw anything
            throw new StartFault(found.fullName() + " cannot be made: " + failed);
        }
    }

    private static Map<String, Object> of(String plugin, Map<String, Map<String, Object>> settings) {
        return settings.getOrDefault(plugin, Map.of());
    }
}

package dev.stellwerk.plugins.spi;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.Stable;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import java.util.function.Function;

/** Makes a strategy under the name by which configuration asks for it: {@code routing_strategy: follow-the-sun}. */
@Stable(since = "1.0")
public interface RoutingStrategyFactory {
    /** Lower-case letters, digits and dashes, 2 to 64, unique in the plugin. */
    String name();

    /**
     * Called once for each use: for the router, for the routing groups that name the strategy with the same settings, and
     * for the keys and teams that do, when the first of them calls. Never for one that is not used.
     *
     * @param context its settings are those of this use
     * @throws InvalidValue to refuse the settings; the configuration is then refused, naming file, line and field
     */
    RoutingStrategy create(PluginContext context);

    /** Whether limits per minute of a deployment hold exactly under this strategy: those at their limit are left out. */
    default boolean holdsLimits() {
        return false;
    }

    /** A factory of this name. */
    static RoutingStrategyFactory of(String name, Function<? super PluginContext, ? extends RoutingStrategy> maker) {
        record Named(String name, Function<? super PluginContext, ? extends RoutingStrategy> maker)
                implements RoutingStrategyFactory {
            @Override
            public RoutingStrategy create(PluginContext context) {
                return maker.apply(context);
            }
        }
        return new Named(name, maker);
    }
}

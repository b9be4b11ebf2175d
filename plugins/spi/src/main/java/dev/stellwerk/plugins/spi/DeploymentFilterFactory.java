package dev.stellwerk.plugins.spi;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.Stable;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import java.util.function.Function;

/** Makes a filter under the name by which configuration asks for it: {@code stellwerk.filters: [office-hours]}. */
@Stable(since = "1.0")
public interface DeploymentFilterFactory {
    /** Lower-case letters, digits and dashes, 2 to 64, unique in the plugin. */
    String name();

    /**
     * Called once for each configuration that names it.
     *
     * @param context its settings are those of this use
     * @throws InvalidValue to refuse the settings; the configuration is then refused, naming file, line and field
     */
    DeploymentFilter create(PluginContext context);

    /** A factory of this name. */
    static DeploymentFilterFactory of(String name, Function<? super PluginContext, ? extends DeploymentFilter> maker) {
        record Named(String name, Function<? super PluginContext, ? extends DeploymentFilter> maker)
                implements DeploymentFilterFactory {
            @Override
            public DeploymentFilter create(PluginContext context) {
                return maker.apply(context);
            }
        }
        return new Named(name, maker);
    }
}

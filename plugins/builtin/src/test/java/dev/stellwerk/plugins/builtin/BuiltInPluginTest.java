package dev.stellwerk.plugins.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.plugins.loader.PluginSet;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginInfo;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BuiltInPluginTest {
    @Test
    void it_is_found_as_any_other_plugin_is() {
        assertThat(ServiceLoader.load(GatewayPlugin.class)).hasOnlyElementsOfType(BuiltInPlugin.class);
    }

    @Test
    void the_filters_come_in_the_order_in_which_they_must_run() {
        assertThat(new BuiltInPlugin().deploymentFilters())
                .extracting(DeploymentFilterFactory::name)
                .containsExactly(
                        "access",
                        "team",
                        "region",
                        "health",
                        "blocked",
                        "cooldown",
                        "budget",
                        "context",
                        "tags",
                        "limits");
    }

    @Test
    void the_strategies_have_the_names_that_configurations_use() {
        assertThat(new BuiltInPlugin().routingStrategies())
                .extracting(RoutingStrategyFactory::name)
                .containsExactly(
                        "simple-shuffle",
                        "least-busy",
                        "usage-based-routing",
                        "usage-based-routing-v2",
                        "latency-based-routing",
                        "cost-based-routing",
                        "adaptive");
    }

    @Test
    void limits_hold_under_the_strategies_that_mind_them() {
        assertThat(new BuiltInPlugin()
                        .routingStrategies().stream()
                                .filter(RoutingStrategyFactory::holdsLimits)
                                .map(RoutingStrategyFactory::name))
                .containsExactly(
                        "usage-based-routing",
                        "usage-based-routing-v2",
                        "latency-based-routing",
                        "cost-based-routing",
                        "adaptive");
    }

    @Test
    void it_says_who_it_is_and_for_which_interface_it_was_built() {
        PluginInfo info = BuiltInPlugin.class.getAnnotation(PluginInfo.class);

        assertThat(info.id()).isEqualTo("built-in");
        assertThat(SpiVersion.parse(info.spi())).isEqualTo(PluginSet.SPI);
    }

    @Test
    void everything_can_be_made_without_settings() {
        var plugin = new BuiltInPlugin();

        assertThat(plugin.deploymentFilters())
                .allSatisfy(factory -> assertThat(factory.create(BuiltIns.LENT)).isNotNull());
        assertThat(plugin.routingStrategies())
                .allSatisfy(factory -> assertThat(factory.create(BuiltIns.LENT)).isNotNull());
    }
}

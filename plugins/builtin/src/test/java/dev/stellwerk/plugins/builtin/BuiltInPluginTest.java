package dev.stellwerk.plugins.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.time.VirtualTime;
import dev.stellwerk.plugins.spi.DeploymentFilterFactory;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BuiltInPluginTest {
    private static final class Context implements PluginContext {
        @Override
        public SpiVersion spiVersion() {
            return SpiVersion.CURRENT;
        }

        @Override
        public Time time() {
            return new VirtualTime();
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(1);
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("test");
        }
    }

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
    void everything_can_be_made_without_settings() {
        var plugin = new BuiltInPlugin();

        assertThat(plugin.deploymentFilters())
                .allSatisfy(factory ->
                        assertThat(factory.create(new Context(), Map.of())).isNotNull());
        assertThat(plugin.routingStrategies())
                .allSatisfy(factory ->
                        assertThat(factory.create(new Context(), Map.of())).isNotNull());
    }
}

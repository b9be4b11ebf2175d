package dev.stellwerk.main.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.plugins.loader.Brought;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PluginsTest {
    @Test
    void settings_are_judged_by_those_who_use_them_and_by_nobody_else() {
        Plugins plugins = Plugins.builtIn();
        Map<String, Object> never = Map.of("ttl", 0);

        assertThat(plugins.faultsOfStrategy("latency-based-routing", Map.of(), never))
                .singleElement()
                .isInstanceOfSatisfying(
                        PluginJudge.Fault.OfSetting.class,
                        fault -> assertThat(fault.key()).isEqualTo("ttl"));
        assertThat(plugins.faultsOfStrategy("simple-shuffle", Map.of(), never)).isEmpty();
    }

    @Test
    void what_was_made_to_be_judged_is_what_is_used() throws StartFault {
        var made = new AtomicInteger();
        var workshop = new Workshop(new PluginLender(new SystemTime()));
        var counted = new Brought<RoutingStrategyFactory>("acme", "counted", RoutingStrategyFactory.of("counted", _ -> {
            made.incrementAndGet();
            return (_, _) -> 0;
        }));
        RoutingStrategy judged = workshop.strategy(counted, Map.of(), Map.of("a", 1));

        assertThat(workshop.strategy(counted, Map.of(), Map.of("a", 1))).isSameAs(judged);
        assertThat(made).hasValue(1);
        assertThat(workshop.strategy(counted, Map.of(), Map.of("a", 2))).isNotNull();
        assertThat(made).as("another use").hasValue(2);
    }
}

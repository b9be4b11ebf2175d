package dev.stellwerk.adapters.persistence.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.application.port.in.ListPlugins;
import dev.stellwerk.domain.deployment.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads small configurations for tests. */
final class Configurations {
    /** Strategies that take any settings but {@code ttl: 0}, and one filter likewise. */
    static final PluginJudge PLUGINS = new PluginJudge() {
        @Override
        public List<Fault> start(Map<String, Map<String, Object>> settings, Map<String, String> pins) {
            return List.of();
        }

        @Override
        public Set<String> strategies() {
            return Set.of(
                    "simple-shuffle",
                    "least-busy",
                    "usage-based-routing",
                    "usage-based-routing-v2",
                    "latency-based-routing",
                    "cost-based-routing");
        }

        @Override
        public Set<String> filters() {
            return Set.of("office-hours");
        }

        @Override
        public Set<String> names(ListPlugins.Kind kind) {
            return Set.of();
        }

        @Override
        public Set<String> ids() {
            return Set.of("office-hours", "mine", "other", "unused");
        }

        @Override
        public List<Fault> faultsOfStrategy(
                String name, Map<String, Map<String, Object>> settings, Map<String, Object> arguments) {
            return faults("mine", arguments);
        }

        @Override
        public List<Fault> faultsOfFilter(String name, Map<String, Map<String, Object>> settings) {
            return faults(name, settings.getOrDefault(name, Map.of()));
        }

        private static List<Fault> faults(String id, Map<String, Object> settings) {
            return Long.valueOf(0).equals(settings.get("ttl"))
                    ? List.of(new Fault.OfSetting(id, "ttl", "ttl must be longer"))
                    : List.of();
        }
    };

    /** One model, so that nothing has to be said about an empty list. */
    static final String ONE_MODEL = "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k}}]\n";

    private Configurations() {}

    static ConfigurationModule.Reading reading(String yaml, Map<String, String> environment) {
        return new ConfigurationModule(environment, PLUGINS).read("config.yaml", yaml);
    }

    static ConfigurationModule.Reading reading(String yaml) {
        return reading(yaml, Map.of());
    }

    /** The configuration of a file about which there is nothing to say. */
    static GatewayConfiguration clean(String yaml, Map<String, String> environment) {
        ConfigurationModule.Reading reading = reading(yaml, environment);
        assertThat(reading.findings()).isEmpty();
        return configuration(reading);
    }

    static GatewayConfiguration clean(String yaml) {
        return clean(yaml, Map.of());
    }

    static GatewayConfiguration configuration(ConfigurationModule.Reading reading) {
        GatewayConfiguration configuration = reading.configuration();
        assertThat(configuration).as("%s", reading.findings()).isNotNull();
        return configuration;
    }

    /** The only deployment of an entry with these lines under {@code litellm_params}, besides model and key. */
    static Deployment deployment(String parameters, String info, Map<String, String> environment) {
        String entry = "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k, " + parameters
                + "}, model_info: {" + info + "}}]";
        return clean(entry, environment).deployments().getFirst();
    }

    static Deployment deployment(String parameters) {
        return deployment(parameters, "", Map.of());
    }

    static Deployment withInfo(String info) {
        return deployment("", info, Map.of());
    }

    static List<String> findings(String yaml, Map<String, String> environment) {
        return reading(yaml, environment).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    static List<String> findings(String yaml) {
        return findings(yaml, Map.of());
    }
}

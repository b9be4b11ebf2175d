package dev.stellwerk.main.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.persistence.config.ConfigurationModule;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.main.StillTime;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:4000",
        "localhost, http://localhost:4000",
        "::1, http://[::1]:4000",
        "[::1], http://[::1]:4000"
    })
    void the_address_is_printed_as_a_client_writes_it(String host, String url) {
        assertThat(Gateway.url(host, 4000)).isEqualTo(url);
    }

    private static String serving(String models) throws StartFault {
        Plugins plugins = Plugins.builtIn();
        GatewayConfiguration configuration = new ConfigurationModule(Map.of(), plugins)
                .read("config.yaml", models)
                .configuration();
        Objects.requireNonNull(configuration);
        return Gateway.serving(configuration, Routing.of(configuration, plugins, new StillTime()));
    }

    @Test
    void the_start_line_says_how_many_deployments_serve() throws StartFault {
        assertThat(serving("""
                model_list:
                  - {model_name: m, litellm_params: {model: openai/m, api_key: k}}
                  - {model_name: n, litellm_params: {model: openai/n, api_key: k}}
                """)).isEqualTo("serving 2 deployments in 2 model groups, simple-shuffle");
    }

    @Test
    void it_says_how_many_of_them_cannot_as_they_are_configured() throws StartFault {
        assertThat(serving("""
                model_list:
                  - {model_name: m, litellm_params: {model: openai/m, api_key: k}}
                  - {model_name: m, litellm_params: {model: openai/m, api_key: os.environ/NOT_SET}}
                """)).startsWith("serving 1 of 2 deployments in 1 model group,");
    }
}

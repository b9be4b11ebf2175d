package dev.stellwerk.adapters.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BroughtCredentialTest {
    private static final String TOKEN = "sk-ant-oat01-mine";
    private static final CallBody BODY = RequestBody.parse("{\"model\":\"c\"}".getBytes(UTF_8), ClientApi.MESSAGES)
            .with(new AnthropicHeaders("f-1", null, false, new Secret(TOKEN)));

    private static boolean goes(String provider, ClientCredential rule) {
        var endpoint = new Endpoint(provider, "m", "http://h", new Secret("k"), null, null, Map.of());
        Deployment deployment =
                Calls.deployment(endpoint).toBuilder().clientCredential(rule).build();
        CallBody seen = BroughtCredential.permitted(BODY, deployment);
        assertThat(((RequestBody) seen).anthropic().betaFlags()).isEqualTo("f-1");
        return BroughtCredential.isBrought(seen);
    }

    @ParameterizedTest
    @CsvSource({"anthropic,INSTEAD,true", "anthropic,NEEDED,true", "anthropic,UNUSED,false", "openai,INSTEAD,false"})
    void a_token_goes_to_its_provider_where_the_operator_lets_it(String provider, ClientCredential rule, boolean goes) {
        assertThat(goes(provider, rule)).isEqualTo(goes);
    }

    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void what_it_earns_is_its_owners_affair(ErrorClass kind) {
        Outcome outcome = BroughtCredential.ofOwner(new Outcome.Failed(UpstreamFailure.of(kind, 400, "no"), 400));
        boolean refused = kind == ErrorClass.AUTHENTICATION || kind == ErrorClass.PERMISSION_DENIED;
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.ofClientsCredential()).isEqualTo(refused);
            assertThat(failed.failure().causedByCaller()).isEqualTo(refused || kind == ErrorClass.RATE_LIMIT);
        });
    }

    @Test
    void it_is_not_shown_by_what_carries_it() {
        assertThat(((RequestBody) BODY).anthropic().toString()).doesNotContain(TOKEN);
    }
}

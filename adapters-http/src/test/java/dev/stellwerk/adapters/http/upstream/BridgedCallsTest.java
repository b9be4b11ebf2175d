package dev.stellwerk.adapters.http.upstream;

import static dev.stellwerk.adapters.http.upstream.Calls.PATIENT;
import static dev.stellwerk.adapters.http.upstream.Calls.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.RequestFields;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One body before deployments that speak its API and others that do not, in turns. */
class BridgedCallsTest {
    private static final String CHAT =
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}";
    private static final String MESSAGE =
            "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"x\",\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],"
                    + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
    private static final String RESPONSE =
            "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"output\":[]}";

    private final HttpUpstreamClient client =
            new HttpUpstreamClient(new RunningTime(), WireOptions.DEFAULTS, Calls.account());
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new ScriptedUpstream();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        upstream.close();
    }

    private String answered(String provider, CallType type, RequestBody body, String upstreamAnswer) {
        upstream.then(ScriptedUpstream.plain(upstreamAnswer));
        var endpoint = new Endpoint(
                provider, "real-name", upstream.base() + "/v1", new Secret(Calls.KEY), null, null, Map.of());
        Outcome outcome = client.call(new UpstreamCall(
                Calls.deployment(endpoint),
                type,
                false,
                body,
                RequestFields.NONE,
                "chat",
                PATIENT,
                Cancellation.NEVER));
        return new String(answer(outcome).body(), UTF_8);
    }

    @Test
    void a_message_is_asked_for_anew_of_each_deployment_in_its_own_api() {
        RequestBody body = RequestBody.parse(
                "{\"model\":\"chat\",\"max_tokens\":5,\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                        .getBytes(UTF_8),
                ClientApi.MESSAGES);

        assertThat(answered("openai", CallType.CHAT, body, CHAT)).contains("\"type\":\"message\"", "hello");
        assertThat(answered("anthropic", CallType.CHAT, body, MESSAGE)).contains("\"type\":\"message\"", "hello");
        assertThat(answered("mistral", CallType.CHAT, body, CHAT)).contains("\"type\":\"message\"", "hello");
        assertThat(upstream.received().stream().map(ScriptedUpstream.Received::target))
                .containsExactly("/v1/chat/completions", "/v1/messages", "/v1/chat/completions");
        assertThat(upstream.received().get(1).body())
                .isEqualTo(
                        "{\"model\":\"real-name\",\"max_tokens\":5,\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(upstream.received().get(2).body())
                .contains("\"role\":\"system\"")
                .doesNotContain("\"system\":");
    }

    @Test
    void a_response_is_asked_for_where_there_are_such_and_a_chat_elsewhere() {
        RequestBody body = RequestBody.parse("{\"model\":\"chat\",\"input\":\"hi\"}".getBytes(UTF_8));

        assertThat(answered("mistral", CallType.RESPONSES, body, CHAT)).contains("\"object\":\"response\"", "hello");
        assertThat(answered("anthropic", CallType.RESPONSES, body, MESSAGE))
                .contains("\"object\":\"response\"", "hello");
        assertThat(answered("openai", CallType.RESPONSES, body, RESPONSE)).contains("\"object\":\"response\"");
        assertThat(upstream.received().stream().map(ScriptedUpstream.Received::target))
                .containsExactly("/v1/chat/completions", "/v1/messages", "/v1/responses");
    }
}

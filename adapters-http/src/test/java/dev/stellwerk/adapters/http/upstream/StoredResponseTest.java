package dev.stellwerk.adapters.http.upstream;

import static dev.stellwerk.adapters.http.upstream.Calls.PATIENT;
import static dev.stellwerk.adapters.http.upstream.Calls.answer;
import static dev.stellwerk.adapters.http.upstream.Calls.failure;
import static dev.stellwerk.adapters.http.upstream.Calls.streaming;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.body.StoredResponseRequest;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.RequestFields;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses that were made before, as their upstreams are asked about them. */
class StoredResponseTest {
    private static final String RESPONSE = "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"failed\","
            + "\"error\":{\"code\":\"server_error\",\"message\":\"no\"},\"model\":\"up\",\"output\":[],"
            + "\"usage\":{\"input_tokens\":9,\"output_tokens\":9,\"total_tokens\":18}}";

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

    private Outcome ask(Endpoint endpoint, StoredResponseRequest request, boolean streaming) {
        return client.call(new UpstreamCall(
                Calls.deployment(endpoint),
                CallType.STORED_RESPONSE,
                streaming,
                request,
                RequestFields.NONE,
                "chat",
                PATIENT,
                Cancellation.NEVER));
    }

    private Outcome ask(String method, String below, String query) {
        return ask(Calls.endpoint(upstream.base()), new StoredResponseRequest(method, "resp_1", below, query), false);
    }

    @Test
    void a_response_is_read_without_a_body_and_told_under_the_clients_name_for_the_model() {
        upstream.then(ScriptedUpstream.plain(RESPONSE));
        Outcome.Answered answered = answer(ask("GET", "", "include%5B%5D=a"));
        assertThat(upstream.received().getLast().head())
                .startsWith("GET /v1/responses/resp_1?include%5B%5D=a HTTP/1.1");
        assertThat(upstream.received().getLast().header("content-length")).isEmpty();
        assertThat(upstream.received().getLast().header("authorization")).isEqualTo("Bearer " + Calls.KEY);
        assertThat(new String(answered.body(), StandardCharsets.UTF_8))
                .isEqualTo(RESPONSE.replace("\"up\"", "\"chat\""));
        assertThat(answered.usage()).contains(new TokenUsage(9, 9)); // for whoever has not paid it yet
    }

    @Test
    void it_is_deleted_cancelled_and_its_input_listed() {
        upstream.then(ScriptedUpstream.plain("{\"id\":\"resp_1\",\"object\":\"response\",\"deleted\":true}"))
                .then(ScriptedUpstream.plain(RESPONSE))
                .then(ScriptedUpstream.plain("{\"object\":\"list\",\"data\":[]}"));
        answer(ask("DELETE", "", ""));
        assertThat(upstream.received().getLast().head()).startsWith("DELETE /v1/responses/resp_1 HTTP/1.1");
        answer(ask("POST", "/cancel", ""));
        assertThat(upstream.received().getLast().head()).startsWith("POST /v1/responses/resp_1/cancel HTTP/1.1");
        assertThat(upstream.received().getLast().header("content-length")).isEqualTo("0");
        answer(ask("GET", "/input_items", "limit=5"));
        assertThat(upstream.received().getLast().target()).isEqualTo("/v1/responses/resp_1/input_items?limit=5");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void azure_is_asked_below_its_own_address_and_version() {
        upstream.then(ScriptedUpstream.plain(RESPONSE));
        var azure = new Endpoint(
                "azure", "real-name", upstream.base(), new Secret(Calls.KEY), "2025-03-01", null, Map.of());
        answer(ask(azure, new StoredResponseRequest("GET", "resp_1", "", "stream=false"), false));
        assertThat(upstream.received().getLast().target())
                .isEqualTo("/openai/responses/resp_1?api-version=2025-03-01&stream=false");
        assertThat(upstream.received().getLast().header("api-key")).isEqualTo(Calls.KEY);
    }

    @Test
    void a_response_that_is_not_there_is_not_found() {
        upstream.then(ScriptedUpstream.error(404, "{\"error\":{\"message\":\"Response not found\"}}"));
        assertThat(failure(ask("GET", "", "")).kind()).isEqualTo(ErrorClass.NOT_FOUND);
    }

    @Test
    void a_response_is_streamed_once_more() {
        String created =
                "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\","
                        + "\"model\":\"up\",\"output\":[]}}\n\n";
        String end =
                "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\","
                        + "\"model\":\"up\",\"output\":[]}}\n\n";
        upstream.then(ScriptedUpstream.streamHead() + chunk(created) + chunk(end) + "0\r\n\r\n");
        Outcome answer = ask(
                Calls.endpoint(upstream.base()), new StoredResponseRequest("GET", "resp_1", "", "stream=true"), true);
        var kept = new Calls.Kept();
        assertThat(streaming(answer).stream().passOn(kept)).isInstanceOf(StreamEnd.Complete.class);
        assertThat(kept.text()).isEqualTo((created + end).replace("\"up\"", "\"chat\""));
    }

    @Test
    void a_response_that_is_still_being_made_says_nothing_of_its_usage() {
        for (String status : new String[] {"queued", "in_progress"}) {
            String unfinished = "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"" + status
                    + "\",\"model\":\"up\",\"output\":[],\"usage\":null}";
            upstream.then(ScriptedUpstream.plain(unfinished)).then(ScriptedUpstream.plain(unfinished));
            assertThat(answer(ask("GET", "", "")).usage()).isEmpty();
            var made = Calls.call(
                    Calls.deployment(Calls.endpoint(upstream.base())),
                    CallType.RESPONSES,
                    "{\"model\":\"chat\",\"input\":\"a\",\"background\":true}",
                    PATIENT);
            assertThat(answer(client.call(made)).usage()).isEmpty();
        }
    }
}

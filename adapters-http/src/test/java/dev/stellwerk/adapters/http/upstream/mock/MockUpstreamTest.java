package dev.stellwerk.adapters.http.upstream.mock;

import static dev.stellwerk.adapters.http.upstream.Calls.PATIENT;
import static dev.stellwerk.adapters.http.upstream.Calls.answer;
import static dev.stellwerk.adapters.http.upstream.Calls.bounds;
import static dev.stellwerk.adapters.http.upstream.Calls.failure;
import static dev.stellwerk.adapters.http.upstream.Calls.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.HttpUpstreamClient;
import dev.stellwerk.adapters.http.upstream.RunningTime;
import dev.stellwerk.adapters.http.upstream.WireOptions;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.spi.routing.CallType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MockUpstreamTest {
    private final HttpUpstreamClient client =
            new HttpUpstreamClient(new RunningTime(), WireOptions.DEFAULTS, Calls.account());
    private final Deployment nowhere = Calls.deployment(Calls.endpoint("http://127.0.0.1:1"));

    @AfterEach
    void stop() {
        client.close();
    }

    private Outcome call(CallType type, String json, AttemptBounds bounds) {
        return client.call(Calls.call(nowhere, type, json, bounds));
    }

    @Test
    void the_requests_text_is_the_answer() {
        Outcome.Answered answered = answer(call(CallType.CHAT, "{\"mock_response\":\"canned text\"}", PATIENT));
        assertThat(new String(answered.body(), StandardCharsets.UTF_8))
                .contains("\"message\":{\"role\":\"assistant\",\"content\":\"canned text\"}")
                .contains("\"model\":\"chat\"")
                .contains("\"completion_tokens\":3");
        assertThat(answered.usage().orElseThrow().completionTokens()).isEqualTo(3);
    }

    @Test
    void the_deployments_text_is_the_answer_too() {
        Deployment canned = nowhere.toBuilder().mockResponse("canned").build();
        for (CallType type : EnumSet.complementOf(EnumSet.of(CallType.STORED_RESPONSE))) { // it stores none
            Outcome.Answered answered = answer(client.call(Calls.call(canned, type, "{}", PATIENT)));
            assertThat(answered.body()[0]).as(type.name()).isEqualTo((byte) '{');
        }
    }

    @Test
    void clients_of_the_messages_api_get_a_message() {
        Outcome.Answered answered =
                answer(client.call(Calls.message(nowhere, "{\"mock_response\":\"canned text\"}", PATIENT)));
        assertThat(new String(answered.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"msg_mock-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"chat\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"canned text\"}],\"stop_reason\":\"end_turn\","
                        + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,\"cache_creation_input_tokens\":0,"
                        + "\"cache_read_input_tokens\":0,\"output_tokens\":3}}");
    }

    @Test
    void and_its_events_when_it_streams() {
        var sink = new Calls.Kept();
        String body = "{\"stream\":true,\"mock_response\":\"some words that take two pieces\"}";
        streaming(client.call(Calls.message(nowhere, body, PATIENT))).stream().passOn(sink);
        assertThat(sink.text().lines().filter(line -> line.startsWith("event: ")))
                .containsExactly(
                        "event: message_start",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: message_delta",
                        "event: message_stop");
        assertThat(sink.text())
                .contains("{\"type\":\"text_delta\",\"text\":\" two pieces\"}")
                .contains("\"stop_reason\":\"end_turn\"")
                .endsWith("data: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void it_streams_with_usage_when_asked() {
        var sink = new Calls.Kept();
        Outcome outcome = call(
                CallType.CHAT,
                "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"mock_response\":\"some words that take two pieces\"}",
                PATIENT);
        assertThat(streaming(outcome).stream().passOn(sink)).isInstanceOf(StreamEnd.Complete.class);
        assertThat(sink.text())
                .contains("\"role\":\"assistant\",\"content\":\"some words that take\"")
                .contains("\"delta\":{\"content\":\" two pieces\"}")
                .contains("\"finish_reason\":\"stop\"")
                .contains("\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":8,\"total_tokens\":8}")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void a_named_failure_is_acted_out() {
        assertThat(failure(call(CallType.CHAT, "{\"mock_response\":\"litellm.RateLimitError\"}", PATIENT))
                        .kind())
                .isEqualTo(ErrorClass.RATE_LIMIT);
    }

    @Test
    void a_delay_longer_than_the_bound_is_a_timeout() {
        AttemptBounds impatient = bounds(Duration.ofMillis(50), Duration.ofMillis(50));
        assertThat(failure(call(CallType.CHAT, "{\"mock_response\":\"x\",\"mock_delay\":30}", impatient))
                        .kind())
                .isEqualTo(ErrorClass.TIMEOUT);
    }

    @Test
    void what_a_request_has_acted_out_is_held_against_no_deployment() {
        AttemptBounds impatient = bounds(Duration.ofMillis(50), Duration.ofMillis(50));
        assertThat(failure(call(CallType.CHAT, "{\"mock_response\":\"litellm.NotFoundError\"}", PATIENT))
                        .causedByCaller())
                .isTrue();
        assertThat(failure(call(CallType.CHAT, "{\"mock_response\":\"x\",\"mock_delay\":30}", impatient))
                        .causedByCaller())
                .isTrue();
        Deployment failing =
                nowhere.toBuilder().mockResponse("litellm.RateLimitError").build();
        assertThat(failure(client.call(Calls.call(failing, CallType.CHAT, "{}", PATIENT)))
                        .causedByCaller())
                .isFalse();
    }
}

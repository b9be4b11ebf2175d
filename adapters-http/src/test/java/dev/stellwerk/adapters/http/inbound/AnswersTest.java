package dev.stellwerk.adapters.http.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.AnswerHead.Attempt;
import dev.stellwerk.application.port.in.AnswerHead.Ending;
import dev.stellwerk.application.port.in.AnswerHead.Rejected;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients get to see of an answer. */
class AnswersTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> chat(String... headers) {
        return server.post("/v1/chat/completions", "{\"model\":\"chat\"}", headers);
    }

    private static AnswerHead head(ModelCall call, List<Attempt> decision, AnswerHead.Remaining remaining) {
        return new AnswerHead(
                call.callId(),
                Answers.DEPLOYMENT,
                call.model(),
                1,
                2,
                1,
                new BigDecimal("0.000000120"),
                FakeManagement.key(),
                call.startedNanos(),
                1_000,
                decision,
                remaining,
                List.of("x", "grün"));
    }

    private void answerWith(List<Attempt> decision, AnswerHead.Remaining remaining, Header... upstream) {
        server.answer = call -> new Answer.Whole(
                head(call, decision, remaining), "application/json", List.of(upstream), "{}".getBytes(UTF_8));
    }

    private static String header(HttpHeaders headers, String name) {
        return headers.firstValue(name).orElse(null);
    }

    @Test
    void a_whole_answer_goes_out_with_its_length_and_its_type() {
        server.answer =
                call -> new Answer.Whole(Answers.head(call), "audio/mpeg", List.of(), new byte[] {'I', 'D', '3'});
        HttpResponse<String> answer = chat();
        assertThat(answer.body()).isEqualTo("ID3");
        assertThat(header(answer.headers(), "content-type")).isEqualTo("audio/mpeg");
        assertThat(header(answer.headers(), "content-length")).isEqualTo("3");
    }

    @Test
    void headers_tell_how_the_answer_came_to_be() {
        HttpHeaders headers = chat("x-litellm-call-id", "mine").headers();
        assertThat(header(headers, "x-litellm-call-id")).isEqualTo("mine");
        assertThat(header(headers, "x-litellm-version")).isEqualTo("0.1.0");
        assertThat(header(headers, "x-litellm-model-id")).isEqualTo("chat-eu");
        assertThat(header(headers, "x-litellm-model-group")).isEqualTo("chat");
        assertThat(header(headers, "x-litellm-model-api-base")).isEqualTo("http://up.example/v1");
        assertThat(header(headers, "x-litellm-api-base")).isEqualTo("http://up.example/v1");
        assertThat(header(headers, "x-litellm-model-region")).isEqualTo("eu");
        assertThat(header(headers, "x-litellm-response-cost")).isEqualTo("0.12");
        assertThat(header(headers, "x-litellm-attempted-retries")).isEqualTo("0");
        assertThat(header(headers, "x-litellm-attempted-fallbacks")).isEqualTo("0");
        assertThat(header(headers, "x-litellm-response-duration-ms")).matches("\\d+\\.\\d{3}");
        assertThat(header(headers, "x-litellm-overhead-duration-ms")).matches("\\d+\\.\\d{3}");
        assertThat(header(headers, "x-litellm-max-retries")).isNull();
        assertThat(headers.map().values().toString()).doesNotContain("null").doesNotContain("None");
    }

    @Test
    void numbers_are_plain_and_letters_beyond_ascii_are_encoded() {
        answerWith(List.of(), new AnswerHead.Remaining(6L, 5L, null, null));
        HttpHeaders headers = chat().headers();
        assertThat(header(headers, "x-litellm-response-cost")).isEqualTo("0.00000012");
        assertThat(header(headers, "x-litellm-max-retries")).isEqualTo("2");
        assertThat(header(headers, "x-litellm-key-spend")).isEqualTo("0.25000012");
        assertThat(header(headers, "x-litellm-key-max-budget")).isEqualTo("1.5");
        assertThat(header(headers, "x-litellm-key-rpm-limit")).isEqualTo("77");
        assertThat(header(headers, "x-litellm-key-tpm-limit")).isNull();
        assertThat(header(headers, "x-ratelimit-limit-requests")).isEqualTo("6");
        assertThat(header(headers, "x-ratelimit-remaining-requests")).isEqualTo("5");
        assertThat(header(headers, "x-ratelimit-limit-tokens")).isNull();
        assertThat(header(headers, "x-gateway-ignored-tags")).isEqualTo("x,gr%C3%BCn");
    }

    @Test
    void limits_under_anthropics_names_are_told_under_openais_too() {
        answerWith(
                List.of(),
                null,
                new Header("anthropic-ratelimit-requests-limit", "50"),
                new Header("anthropic-ratelimit-tokens-remaining", "88"));
        HttpHeaders headers = chat().headers();
        assertThat(header(headers, "x-ratelimit-limit-requests")).isEqualTo("50");
        assertThat(header(headers, "x-ratelimit-remaining-tokens")).isEqualTo("88");
        assertThat(header(headers, "llm_provider-anthropic-ratelimit-requests-limit"))
                .isEqualTo("50");
        assertThat(headers.map()).doesNotContainKeys("llm_provider-x-ratelimit-limit-requests");
    }

    @Test
    @Tag("S34")
    void upstream_headers_pass_under_their_own_prefix_except_those_of_its_connection() {
        answerWith(
                List.of(),
                new AnswerHead.Remaining(6L, 5L, null, null),
                new Header("x-request-id", "req-77"),
                new Header("x-ratelimit-remaining-requests", "41"),
                new Header("set-cookie", "a=b"),
                new Header("transfer-encoding", "chunked"),
                new Header("x-litellm-model-id", "forged"),
                new Header("x-evil", "a\r\nx-injected: yes"),
                new Header("bad name", "x"));
        HttpHeaders headers = chat().headers();
        assertThat(header(headers, "llm_provider-x-request-id")).isEqualTo("req-77");
        assertThat(header(headers, "x-ratelimit-remaining-requests")).isEqualTo("41");
        assertThat(header(headers, "llm_provider-x-evil")).isEqualTo("a%0D%0Ax-injected: yes");
        assertThat(headers.map()).doesNotContainKeys("x-injected", "set-cookie", "llm_provider-set-cookie");
        assertThat(headers.map())
                .doesNotContainKeys("llm_provider-transfer-encoding", "llm_provider-x-litellm-model-id");
        assertThat(header(headers, "x-litellm-model-id")).isEqualTo("chat-eu");
    }

    @Test
    void the_decision_is_compact_json_cut_at_whole_entries() throws IOException {
        var attempts = new ArrayList<Attempt>();
        for (int i = 0; i < 100; i++) {
            attempts.add(new Attempt(
                    "id-" + i, Ending.ANSWERED, null, 200, List.of(new Rejected("other-ü", "tag_mismatch"))));
        }
        answerWith(attempts, null);
        String decision = header(chat().headers(), "x-stellwerk-decision");
        assertThat(decision.length()).isBetween(3_900, 4_096);
        JsonNode entries = new ObjectMapper().readTree(decision);
        assertThat(entries.get(0).toString())
                .isEqualTo("{\"model_id\":\"id-0\",\"outcome\":\"answered\",\"status\":200,"
                        + "\"rejected\":{\"other-ü\":\"tag_mismatch\"}}");
    }

    @Test
    void events_of_a_stream_pass_as_they_are() {
        server.answer = call -> Answers.stream(call, events -> {
            events.event("data: {\"a\":1}\n\n");
            events.event("data: [DONE]\n\n");
            return new StreamEnd.Complete(TokenUsage.NONE);
        });
        HttpResponse<String> answer = chat();
        assertThat(answer.body()).isEqualTo("data: {\"a\":1}\n\ndata: [DONE]\n\n");
        assertThat(header(answer.headers(), "content-type")).startsWith("text/event-stream");
        assertThat(header(answer.headers(), "x-litellm-model-id")).isEqualTo("chat-eu");
    }

    @Test
    @Tag("S72")
    void events_are_not_held_back() {
        var goOn = new java.util.concurrent.CountDownLatch(1);
        server.answer = call -> Answers.stream(call, events -> {
            events.event("data: 1\n\n");
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            events.event("data: 2\n\n");
            return new StreamEnd.Complete(TokenUsage.NONE);
        });
        try (RawConnection client = server.connect().chat(",\"stream\":true")) {
            assertThat(client.head()).contains("200 OK");
            assertThat(client.line()).isEqualTo("9");
            assertThat(client.line()).isEqualTo("data: 1");
            goOn.countDown();
            assertThat(client.line()).isEmpty();
        }
    }

    @Test
    @Tag("S71")
    void a_stream_that_breaks_says_so_and_does_not_end_properly() {
        server.answer = call -> Answers.stream(call, events -> {
            events.event("data: {\"a\":1}\n\n");
            return new StreamEnd.Broken(
                    TokenUsage.NONE, UpstreamFailure.of(ErrorClass.BAD_GATEWAY, 502, "connection lost"));
        });
        try (RawConnection client = server.connect().chat(",\"stream\":true")) {
            assertThat(client.head()).contains("200 OK");
            String said = client.rest();
            assertThat(said)
                    .contains(
                            "data: {\"error\":{\"message\":\"litellm.BadGatewayError: BadGatewayError: OpenAIException"
                                    + " - connection lost\",\"type\":\"internal_server_error\",\"param\":null,\"code\":\"502\"}}\n\n")
                    .doesNotContain("[DONE]")
                    .doesNotContain("\n0\n");
        }
    }

    @Test
    void a_failure_is_an_envelope_with_the_same_headers() throws IOException {
        server.answer = call -> Answers.failed(call, UpstreamFailure.of(ErrorClass.RATE_LIMIT, 429, "slow down"));
        HttpResponse<String> answer = chat("x-litellm-call-id", "mine");
        assertThat(answer.statusCode()).isEqualTo(429);
        JsonNode error = new ObjectMapper().readTree(answer.body()).get("error");
        assertThat(error.get("message").textValue())
                .isEqualTo("litellm.RateLimitError: RateLimitError: OpenAIException - slow down."
                        + " Received Model Group=chat\nAvailable Model Group Fallbacks=['other']");
        assertThat(error.get("type").textValue()).isEqualTo("throttling_error");
        assertThat(error.get("param").isNull()).isTrue();
        assertThat(error.get("code").textValue()).isEqualTo("429");
        assertThat(header(answer.headers(), "content-type")).isEqualTo("application/json");
        assertThat(header(answer.headers(), "x-litellm-call-id")).isEqualTo("mine");
        assertThat(header(answer.headers(), "x-litellm-model-id")).isEqualTo("chat-eu");
        assertThat(header(answer.headers(), "x-litellm-response-cost")).isEqualTo("0");
    }

    @Test
    @Tag("S54")
    void a_bug_is_told_without_its_insides() {
        server.answer = call -> {
            throw new IllegalStateException("secret insides");
        };
        HttpResponse<String> answer = chat();
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("internal_server_error").contains("drawn-id");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("IllegalState");
        server.answer = Answers::hello;
        assertThat(chat().statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("S27")
    void a_store_that_is_away_is_a_503() {
        server.answer = call -> {
            throw new StoreUnavailable("PostgreSQL at db.internal", new IOException("down"));
        };
        HttpResponse<String> answer = chat();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("service_unavailable").doesNotContain("db.internal");
        assertThat(header(answer.headers(), "retry-after")).isEqualTo("1");
    }
}

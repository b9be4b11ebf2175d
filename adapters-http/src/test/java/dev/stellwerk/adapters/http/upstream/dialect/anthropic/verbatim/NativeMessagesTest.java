package dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NativeMessagesTest {
    private static final String BODY = "{\"model\":\"c\",\"max_tokens\":9,\"messages\":[]}";
    private static final String START =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\","
                    + "\"model\":\"claude-x-2\",\"usage\":{\"input_tokens\":9,\"cache_read_input_tokens\":90,\"output_tokens\":1}}  }\n\n";
    private static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
    private static final String WORD =
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                    + "\"delta\":{\"type\":\"text_delta\",\"text\":\"claude-x-2\"}   }\n\n";
    private static final String NEW = "event: new_event\ndata: {\"type\":\"new_event\",\"a\":1.0}\n\n";
    private static final String USED = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{"
            + "\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":6}}\n\n";
    private static final String STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"  }\n\n";
    private static final String ERROR =
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                    + "\"message\":\"Overloaded\"},\"request_id\":\"req_1\"}\n\n";

    private final Dialect dialect = new NativeMessages();

    private static OutgoingCall call(
            CallType type,
            String json,
            AnthropicHeaders headers,
            Map<String, Object> defaults,
            @Nullable String model) {
        var endpoint = new Endpoint(
                "anthropic",
                "claude-x",
                "http://h/",
                new Secret("up-key"),
                null,
                null,
                Map.of("anthropic-beta", "d-1"));
        RequestBody body =
                RequestBody.parse(json.getBytes(UTF_8), ClientApi.MESSAGES).with(headers);
        return new OutgoingCall(
                type,
                body.streaming(),
                endpoint,
                ModelFacts.UNKNOWN,
                body,
                Map.of(),
                defaults,
                new AnswerWish(model, false, false));
    }

    private static OutgoingCall call(String json) {
        return call(CallType.CHAT, json, AnthropicHeaders.NONE, Map.of(), "c");
    }

    private static String sent(UpstreamRequest request) throws IOException {
        var bytes = new ByteArrayOutputStream();
        request.body().writeTo(bytes);
        return bytes.toString(UTF_8);
    }

    @Test
    void the_request_is_the_clients_with_the_deployments_key_and_name() throws IOException {
        var headers = new AnthropicHeaders("c-1, c-2,no flag", "2023-01-01", true, null);
        UpstreamRequest request = dialect.request(call(CallType.CHAT, BODY, headers, Map.of(), "c"));

        assertThat(sent(request)).isEqualTo(BODY.replace("\"c\"", "\"claude-x\""));
        assertThat(request.target()).hasToString("http://h/v1/messages?beta=true");
        assertThat(request.target().headers())
                .containsExactlyInAnyOrder(
                        new Header("x-api-key", "up-key"),
                        new Header("anthropic-beta", "c-1,c-2,d-1"),
                        new Header("anthropic-version", "2023-01-01"));
    }

    @Test
    void a_token_of_the_clients_own_goes_in_the_place_of_the_key() {
        var headers = new AnthropicHeaders("", null, false, new Secret("sk-ant-oat01-mine"));
        UpstreamRequest request = dialect.request(call(CallType.CHAT, BODY, headers, Map.of(), "c"));
        assertThat(request.target().headers())
                .containsExactlyInAnyOrder(
                        new Header("authorization", "Bearer sk-ant-oat01-mine"),
                        new Header("anthropic-beta", "d-1,oauth-2025-04-20"),
                        new Header("anthropic-version", "2023-06-01"));
    }

    @Test
    void a_version_that_is_none_is_not_passed_on() {
        var headers = new AnthropicHeaders("", "2023\u00e9", false, null);
        UpstreamRequest request = dialect.request(call(CallType.CHAT, BODY, headers, Map.of(), "c"));
        assertThat(request.target().headers()).contains(new Header("anthropic-version", "2023-06-01"));
    }

    @Test
    void a_deployments_parameters_go_by_the_apis_names() throws IOException {
        Map<String, Object> defaults =
                Map.of("stop", "END", "reasoning_effort", "low", "drop_params", true, "max_completion_tokens", 5);
        OutgoingCall call = call(CallType.CHAT, "{\"model\":\"c\"}", AnthropicHeaders.NONE, defaults, "c");
        assertThat(sent(dialect.request(call)))
                .contains("\"stop_sequences\":[\"END\"]")
                .contains("\"max_tokens\":5")
                .doesNotContain("effort")
                .doesNotContain("drop");
    }

    @Test
    void counting_goes_to_its_own_place_without_what_is_about_answers() throws IOException, MalformedJson {
        OutgoingCall call =
                call(CallType.TOKEN_COUNT, "{\"model\":\"c\"}", AnthropicHeaders.NONE, Map.of("max_tokens", 5), "c");
        UpstreamRequest request = dialect.request(call);
        assertThat(request.target()).hasToString("http://h/v1/messages/count_tokens");
        assertThat(sent(request)).isEqualTo("{\"model\":\"claude-x\"}");

        PlainAnswer answer = dialect.answer(call, "{ \"input_tokens\": 4321 }".getBytes(UTF_8));
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("{ \"input_tokens\": 4321 }");
        assertThat(answer.usage()).contains(TokenUsage.NONE);
        assertThat(dialect.answer(call, "{}".getBytes(UTF_8)).error()).isNotNull();
    }

    @Test
    void an_answer_passes_as_it_came_but_for_the_models_name() throws MalformedJson {
        String body =
                "{\"id\":\"m\", \"model\":\"claude-x-2\",\"content\":[{\"type\":\"new\",\"x\":[1.50]}],\"stop_reason\":"
                        + "\"refusal\",\"usage\":{\"input_tokens\":3,\"cache_creation_input_tokens\":10,\"output_tokens\":4},\"y\":{}}";
        PlainAnswer answer = dialect.answer(call(BODY), body.getBytes(UTF_8));
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(body.replace("claude-x-2", "c"));
        assertThat(answer.usage()).contains(new TokenUsage(13, 4, 0, 10, 0));
        assertThat(answer.filtered()).isTrue();

        OutgoingCall keeping = call(CallType.CHAT, BODY, AnthropicHeaders.NONE, Map.of(), null);
        assertThat(dialect.answer(keeping, body.getBytes(UTF_8)).body()).isEqualTo(body.getBytes(UTF_8));
    }

    @Test
    void what_is_no_message_is_no_answer() throws MalformedJson {
        assertThat(dialect.answer(call(BODY), "{\"id\":\"m\"}".getBytes(UTF_8)).error())
                .isNotNull();
        PlainAnswer told = dialect.answer(
                call(BODY),
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}".getBytes(UTF_8));
        assertThat(told.error())
                .isNotNull()
                .satisfies(words -> assertThat(words.message()).isEqualTo("no"));
    }

    @Test
    void the_name_of_a_call_is_found_in_its_error() {
        assertThat(dialect.requestId("{\"type\":\"error\",\"request_id\":\"req_1\"}".getBytes(UTF_8)))
                .isEqualTo("req_1");
        assertThat(dialect.requestId("{\"request_id\":\"a b\\n\"}".getBytes(UTF_8)))
                .isNull();
        assertThat(dialect.requestId("<html>".getBytes(UTF_8))).isNull();
    }

    /** What became of a stream. */
    private record Seen(String text, @Nullable UpstreamFailure failure, StreamRewriter rewriter) {}

    private Seen read(String... parts) throws IOException {
        StreamTranslation translation = dialect.stream(call(BODY));
        var out = new Output();
        BodyReader body = BodyReader.untilClose(
                new ByteArrayInputStream(String.join("", parts).getBytes(UTF_8)));
        UpstreamFailure failure = null;
        while (failure == null && translation.events().read(body)) {
            while (failure == null && translation.events().next()) {
                failure = translation.rewriter().accept(translation.events(), out);
            }
        }
        return new Seen(out.toString(), failure, translation.rewriter());
    }

    @Test
    void events_pass_as_they_came_but_for_the_models_name_in_the_first() throws IOException {
        Seen seen = read(START, PING, WORD, NEW, USED, STOP);
        assertThat(seen.text).isEqualTo(START.replace("claude-x-2", "c") + PING + WORD + NEW + USED + STOP);
        assertThat(seen.failure).isNull();
        assertThat(seen.rewriter.finished()).isTrue();
        assertThat(seen.rewriter.usage()).isEqualTo(new TokenUsage(99, 6, 90, 0, 0));
    }

    @Test
    void the_opening_and_what_keeps_alive_commit_to_nothing() throws IOException {
        assertThat(read(START, PING).rewriter.begun()).isFalse();
        for (String content : List.of(WORD, NEW, USED, STOP)) {
            assertThat(read(START, content).rewriter.begun()).as(content).isTrue();
        }
        Seen failed = read(START, PING, ERROR);
        assertThat(failed.rewriter.begun()).isFalse();
        assertThat(failed.failure).isNotNull().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(ErrorClass.INTERNAL_SERVER);
            assertThat(failure.status()).isEqualTo(529);
        });
    }

    @Test
    void an_error_passes_as_it_came_and_is_not_told_twice() throws IOException {
        Seen seen = read(START, WORD, ERROR, WORD);
        assertThat(seen.text).endsWith(WORD + ERROR);
        assertThat(seen.rewriter.failureTold()).isTrue();
        assertThat(seen.rewriter.requestId()).isEqualTo("req_1");
        assertThat(seen.rewriter.finished()).isFalse();
    }

    @Test
    void what_is_no_event_of_a_message_breaks_the_stream() throws IOException {
        assertThat(read(START, WORD, "data: {\"x\":1}\n\n").failure).isNotNull();
        assertThat(read(START, WORD, "data: nothing\n\n").failure).isNotNull();
        Seen bare = read(START, WORD, "data: {\"error\":{\"message\":\"relay broke\"}}\n\n");
        assertThat(bare.failure).isNotNull();
        assertThat(bare.rewriter.failureTold()).isFalse();
    }

    @Test
    void a_stream_that_is_cut_used_what_went_by() throws IOException {
        Seen seen = read(START, WORD.replace("claude-x-2", "word ".repeat(400)));
        assertThat(seen.rewriter.finished()).isFalse();
        assertThat(seen.rewriter.endOfBody(new Output())).isFalse();
        assertThat(seen.rewriter.usage().completionTokens()).isBetween(450L, 550L);
        assertThat(seen.rewriter.usage().promptTokens()).isEqualTo(99);
    }
}

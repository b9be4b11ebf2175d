package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.routing.session.FallbackReport;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Messages API as its clients see it. */
class MessagesOnTheWireTest {
    private static final String BODY = "{\"model\":\"m\",\"max_tokens\":7,\"messages\":[]";
    private static final Deployment CLAUDE = Deployment.builder(
                    new DeploymentId("claude-1"),
                    "m",
                    new Endpoint("anthropic", "claude-x", "http://up.example", null, null, null, Map.of()))
            .build();

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> message(String members, String... headers) {
        return server.post("/v1/messages", BODY + members + "}", headers);
    }

    private ModelCall read(String members, String... headers) {
        assertThat(message(members, headers).statusCode()).isEqualTo(200);
        return server.call();
    }

    private static Answer failed(ModelCall call, UpstreamFailure failure, Header... upstream) {
        AnswerHead plain = Answers.head(call);
        var head = new AnswerHead(
                plain.callId(),
                CLAUDE,
                "m",
                0,
                null,
                0,
                null,
                null,
                plain.startedNanos(),
                0,
                List.of(),
                null,
                List.of());
        return new Answer.Failed(
                head, failure, new FallbackReport("m", List.of("other"), List.of(), null), CLAUDE, List.of(upstream));
    }

    private static UpstreamFailure told(ErrorClass kind, int status, @Nullable String type, String message) {
        return new UpstreamFailure(kind, status, message, Optional.empty(), type, null, null, null, false);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages,/v1/messages,CHAT",
        "/anthropic/v1/messages,/v1/messages,CHAT",
        "/v1/messages/count_tokens,/v1/messages/count_tokens,TOKEN_COUNT",
        "/anthropic/v1/messages/count_tokens,/v1/messages/count_tokens,TOKEN_COUNT"
    })
    void its_routes_have_the_same_pipeline(String path, String route, CallType type) {
        assertThat(server.post(path + "?beta=true&x=1", BODY + "}").statusCode())
                .isEqualTo(200);
        ModelCall call = server.call();
        assertThat(call.route()).isEqualTo(route);
        assertThat(call.type()).isEqualTo(type);
        assertThat(call.payload()).isInstanceOfSatisfying(RequestBody.class, body -> {
            assertThat(body.api()).isEqualTo(ClientApi.MESSAGES);
            assertThat(body.anthropic().betaQuery()).isTrue();
        });
        assertThat(call.size().outputTokensMax()).isEqualTo(type == CallType.CHAT ? 7 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages", "/v1/messages/batches", "/anthropic/v1/models", "/anthropic/v1/files"})
    void there_are_no_others(String path) {
        assertThat(server.post(path, BODY + "}").statusCode()).isIn(404, 501);
        assertThat(server.calls).isEmpty();
    }

    @Test
    void metadata_is_the_providers_and_tags_and_users_stand_beside_it() {
        ModelCall call =
                read(",\"metadata\":{\"user_id\":\"ada\",\"tags\":[\"not\"]},\"litellm_metadata\":{\"tags\":[\"a\"]},"
                        + "\"tags\":[\"b\"]");
        assertThat(call.tags()).isEqualTo(new ModelCall.Tags(List.of("a"), null, List.of("b")));
        assertThat(call.origin().customerId()).isEqualTo("ada");
        assertThat(read(",\"litellm_metadata\":{\"user\":\"eve\"}").origin().customerId())
                .isEqualTo("eve");
        assertThat(read(",\"metadata\":{\"user_id\":5}").origin().customerId()).isNull();
    }

    @Test
    void conversations_have_names_of_their_own() {
        assertThat(read("", "x-claude-code-session-id", "s1").origin().sessionId())
                .isEqualTo("s1");
        assertThat(read("", "x-claude-code-session-id", "s1", "x-litellm-session-id", "s2")
                        .origin()
                        .sessionId())
                .isEqualTo("s2");
        assertThat(read(",\"litellm_metadata\":{\"session_id\":\"s3\"}")
                        .origin()
                        .sessionId())
                .isEqualTo("s3");
    }

    private static @Nullable String token(ModelCall call) {
        Secret token = ((RequestBody) call.payload()).anthropic().token();
        assertThat(call.origin().bringsCredential()).isEqualTo(token != null);
        return token == null ? null : token.value();
    }

    @Test
    void a_subscription_stands_beside_the_gateways_key() {
        String[] both = {"x-litellm-api-key", TestServer.KEY, "Authorization", "Bearer sk-ant-oat01-mine"};
        assertThat(token(read("", both))).isEqualTo("sk-ant-oat01-mine");
        assertThat(server.post("/v1/chat/completions", BODY + "}", both).statusCode())
                .isEqualTo(200);
        assertThat(token(server.call())).isEqualTo("sk-ant-oat01-mine");
        assertThat(token(read("", "x-litellm-api-key", TestServer.KEY, "Authorization", "Bearer sk-ant-api03-other")))
                .isNull();
        assertThat(token(read("", "x-litellm-api-key", TestServer.KEY, "Authorization", "sk-ant-oat01-mine")))
                .isEqualTo("sk-ant-oat01-mine");
        assertThat(message("", "Authorization", "Bearer sk-ant-oat01-mine").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_counted_prompt_uses_none_of_its_tokens_and_is_no_stream() {
        server.post(
                "/v1/messages/count_tokens", "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\"}]}");
        ModelCall call = server.call();
        assertThat(call.size()).isEqualTo(new ModelCall.Size(0, 0));
        assertThat(call.streaming()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":|400|invalid_request_error|request_body",
                "{\"model\":\"m\",\"api_key\":\"k\"}|401|authentication_error|api_key",
                "{\"model\":\"m\",\"allowed_model_region\":\"?\"}|422|invalid_request_error|allowed_model_region",
                "{\"model\":\"m\",\"messages\":1}|400|invalid_request_error|messages"
            })
    void what_cannot_be_read_is_refused_in_its_shape(String body, int status, String type, String word) {
        HttpResponse<String> answer = server.post("/v1/messages", body, "x-litellm-call-id", "mine");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"")
                .contains(word, "\"code\":\"" + status + "\"")
                .endsWith("\"request_id\":\"mine\"}");
    }

    @Test
    void so_are_strangers_and_other_media() {
        assertThat(server.post("/v1/messages", "{}", "Authorization", "").body())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"");
        HttpResponse<String> form = server.post("/v1/messages", "a=b", "Content-Type", "text/plain");
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(form.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"");
    }

    @Test
    void a_body_over_the_limit_is_told_in_its_shape() {
        try (RawConnection client = server.connect()) {
            client.say(
                    "POST /v1/messages?beta=true HTTP/1.1\r\nHost: x\r\nContent-Length: " + (40 << 20) + "\r\n\r\n{");
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 413")
                    .contains(
                            "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"The request body");
        }
    }

    @Test
    void the_gateways_own_type_stands_in_the_details() {
        server.answer = call -> Answers.failed(
                call, new CallRefusal.BudgetSpent(LimitScope.KEY, null, "2", "1", Duration.ofSeconds(9)));
        HttpResponse<String> answer = message("");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body())
                .contains("\"type\":\"rate_limit_error\",\"message\":\"Budget has been exceeded!")
                .contains("\"details\":{\"type\":\"budget_exceeded\"}");
        assertThat(answer.headers().firstValue("retry-after")).contains("9");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400,invalid_request_error,400",
        "BAD_REQUEST,413,request_too_large,413",
        "AUTHENTICATION,400,invalid_request_error,400",
        "RATE_LIMIT,429,rate_limit_error,429",
        "INTERNAL_SERVER,529,overloaded_error,529",
        "NOT_FOUND,404,not_found_error,404",
        "INTERNAL_SERVER,500,a_new_error,500"
    })
    void what_the_api_says_is_told_as_it_said_it(ErrorClass kind, int said, String type, int status) {
        server.answer = call ->
                failed(call, told(kind, said, type, "prompt is too long: 9 > 8"), new Header("request-id", "req_1"));
        HttpResponse<String> answer = message("");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"" + type
                        + "\",\"message\":\"prompt is too long: 9 > 8\",\"param\":null,\"code\":\"" + status
                        + "\"},\"request_id\":\"req_1\"}");
        assertThat(answer.headers().firstValue("request-id")).contains("req_1");
    }

    @Test
    void what_others_say_has_the_words_of_the_other_routes() {
        server.answer = call ->
                Answers.failed(call, UpstreamFailure.of(ErrorClass.CONTEXT_WINDOW_EXCEEDED, 400, "at most 10 tokens"));
        assertThat(message("").body())
                .contains(
                        "\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: "
                                + "litellm.ContextWindowExceededError: ContextWindowExceededError: OpenAIException - at most 10");
        server.answer = call -> failed(call, told(ErrorClass.CONNECTION, 0, null, "Connection error"));
        assertThat(message("").body())
                .contains("\"type\":\"api_error\",\"message\":\"litellm.InternalServerError")
                .contains("AnthropicException - Connection error");
    }

    @Test
    void headers_of_the_api_keep_their_names() {
        server.answer = call -> Answers.whole(
                call,
                new Header("request-id", "req_1"),
                new Header("anthropic-ratelimit-requests-remaining", "41"),
                new Header("x-request-id", "other"));
        var headers = message("").headers();
        assertThat(headers.firstValue("request-id")).contains("req_1");
        assertThat(headers.firstValue("anthropic-ratelimit-requests-remaining")).contains("41");
        assertThat(headers.firstValue("x-ratelimit-remaining-requests")).contains("41");
        assertThat(headers.firstValue("llm_provider-request-id")).contains("req_1");
        assertThat(headers.firstValue("x-request-id")).contains("drawn-id");
        assertThat(server.post("/v1/chat/completions", BODY + "}").headers().firstValue("request-id"))
                .isEmpty();
    }

    private String streamed(boolean told) {
        server.answer = call -> Answers.stream(call, events -> {
            events.event("event: ping\ndata: {\"type\":\"ping\"}\n\n");
            return new StreamEnd.Broken(
                    TokenUsage.NONE, UpstreamFailure.of(ErrorClass.BAD_GATEWAY, 502, "connection lost"), told);
        });
        try (RawConnection client = server.connect()) {
            String body = BODY + ",\"stream\":true}";
            client.say("POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestServer.KEY
                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(client.head()).contains("200 OK");
            return client.rest();
        }
    }

    @Test
    void a_stream_that_breaks_ends_with_an_error_of_its_own_kind() {
        assertThat(streamed(false))
                .contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"")
                .contains("connection lost")
                .doesNotContain("\n0\n");
    }

    @Test
    void an_error_that_the_stream_told_is_not_told_twice() {
        assertThat(streamed(true)).contains("ping").doesNotContain("error").doesNotContain("\n0\n");
    }
}

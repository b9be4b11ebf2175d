package dev.stellwerk.adapters.http.upstream;

import static dev.stellwerk.adapters.http.upstream.Calls.PATIENT;
import static dev.stellwerk.adapters.http.upstream.Calls.answer;
import static dev.stellwerk.adapters.http.upstream.Calls.bounds;
import static dev.stellwerk.adapters.http.upstream.Calls.failure;
import static dev.stellwerk.adapters.http.upstream.Calls.streaming;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.error;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCallTest {
    private static final String ANSWER =
            "{\"id\":\"x\",\"model\":\"upstream-a\",\"choices\":[{\"message\":{\"model\":\"m\"}}],"
                    + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}";

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

    private Outcome call() {
        return client.call(Calls.chat(upstream.base(), PATIENT));
    }

    private static String text(Outcome.Answered answered) {
        return new String(answered.body(), StandardCharsets.UTF_8);
    }

    @Test
    void an_answer_carries_the_clients_model_and_its_usage() {
        upstream.then(plain(ANSWER));
        Outcome.Answered answered = answer(call());
        assertThat(text(answered)).isEqualTo(ANSWER.replace("upstream-a", "chat"));
        assertThat(answered.usage()).contains(new TokenUsage(7, 5));
        assertThat(answered.contentType()).isEqualTo("application/json");
    }

    @Test
    void an_answer_that_can_be_continued_has_its_name() {
        upstream.then(plain("{\"id\":\"resp_1\",\"output\":[]}")).then(plain(ANSWER));

        var response = Calls.call(
                Calls.deployment(Calls.endpoint(upstream.base())),
                CallType.RESPONSES,
                "{\"model\":\"chat\",\"input\":\"hi\"}",
                PATIENT);
        assertThat(answer(client.call(response)).answerId()).isEqualTo("resp_1");
        assertThat(answer(call()).answerId()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"finish_reason\":\"content_filter\"}]|true",
                "[{\"message\":{\"content\":\"]}\"},\"finish_reason\":\"content_filter\"},{}]|true",
                "[{\"finish_reason\":\"stop\"},{\"finish_reason\":\"content_filter\"}]|false",
                "[{\"message\":{\"finish_reason\":\"content_filter\"}}]|false",
                "[7]|false",
                "[{}]|false"
            })
    void a_first_choice_that_the_filter_has_cut_is_told(String choices, boolean filtered) {
        upstream.then(plain("{\"id\":\"x\",\"choices\":" + choices + "}"));

        assertThat(answer(call()).filtered()).isEqualTo(filtered);
    }

    @Test
    void the_request_has_its_own_key_and_nothing_else() {
        upstream.then(plain(ANSWER));
        call();
        ScriptedUpstream.Received sent = upstream.last();
        assertThat(sent.target()).isEqualTo("/v1/chat/completions");
        assertThat(sent.header("authorization")).isEqualTo("Bearer " + Calls.KEY);
        assertThat(sent.body()).isEqualTo("{\"model\":\"real-name\",\"messages\":[]}");
        assertThat(sent.head().lines().skip(1).map(line -> line.split(":", 2)[0].toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "host",
                        "content-type",
                        "content-length",
                        "accept",
                        "accept-encoding",
                        "user-agent",
                        "authorization",
                        "");
    }

    @Test
    void connections_are_used_again() {
        upstream.then(plain(ANSWER))
                .then(error(429, "{}"))
                .then(chunkedAnswer())
                .then(plain(ANSWER));
        for (int i = 0; i < 4; i++) {
            call();
        }
        assertThat(upstream.received()).hasSize(4);
        assertThat(upstream.connections()).isEqualTo(1);
    }

    private static String chunkedAnswer() {
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ScriptedUpstream.chunk(ANSWER.substring(0, 30)) + ScriptedUpstream.chunk(ANSWER.substring(30))
                + "0\r\nx-trailer: 1\r\n\r\n";
    }

    @Test
    void chunked_and_close_delimited_answers_are_read() {
        upstream.then(chunkedAnswer()).then(connection -> {
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + ANSWER);
            return false;
        });
        assertThat(text(answer(call()))).contains("\"chat\"");
        assertThat(text(answer(call()))).contains("\"chat\"");
    }

    @Test
    void only_allowed_headers_come_back() {
        upstream.then("HTTP/1.1 200 OK\r\nX-Request-Id: req-7\r\nx-ratelimit-remaining-requests: 41\r\n"
                + "Set-Cookie: a=b\r\nx-litellm-model-id: evil\r\nServer: s\r\nContent-Length: " + ANSWER.length()
                + "\r\n\r\n"
                + ANSWER);
        assertThat(answer(call()).headers())
                .containsExactlyInAnyOrder(
                        new Header("x-request-id", "req-7"), new Header("x-ratelimit-remaining-requests", "41"));
    }

    @Test
    void usage_that_cannot_be_true_is_estimated() {
        String text = "x".repeat(400);
        upstream.then(
                plain("{\"choices\":[\"" + text + "\"],\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":1e9}}"));
        assertThat(answer(call()).usage().orElseThrow().completionTokens()).isBetween(100L, 110L);
    }

    @Test
    void an_unknown_status_of_success_is_handed_on() {
        upstream.then(error(201, ANSWER));
        assertThat(answer(call()).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "400,BAD_REQUEST",
        "401,AUTHENTICATION",
        "403,PERMISSION_DENIED",
        "404,NOT_FOUND",
        "408,TIMEOUT",
        "422,BAD_REQUEST",
        "429,RATE_LIMIT",
        "500,INTERNAL_SERVER",
        "502,BAD_GATEWAY",
        "503,SERVICE_UNAVAILABLE",
        "504,TIMEOUT",
        "409,CONFLICT",
        "418,REFUSED",
        "529,OTHER",
        "302,INTERNAL_SERVER",
        "600,INTERNAL_SERVER",
        "777,INTERNAL_SERVER",
        "999,INTERNAL_SERVER"
    })
    void a_status_has_its_class(int status, ErrorClass kind) {
        upstream.then(error(
                status,
                "{\"error\":{\"message\":\"words\\nof it, key up-key-0123456789\",\"type\":\"t\",\"param\":\"p\",\"code\":7}}",
                "Location: http://127.0.0.1:1/"));
        Outcome outcome = call();
        UpstreamFailure failure = failure(outcome);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(((Outcome.Failed) outcome).upstreamStatus()).isEqualTo(status);
        assertThat(failure.message()).isEqualTo("words of it, key ***");
        assertThat(failure.type()).isEqualTo("t");
        assertThat(failure.param()).isEqualTo("p");
        assertThat(failure.code()).isEqualTo("7");
    }

    @Test
    void context_and_policy_errors_are_told_apart() {
        upstream.then(error(400, "{\"error\":{\"message\":\"maximum context length is 10 tokens\",\"type\":\"x\"}}"))
                .then(error(400, "{\"error\":{\"message\":\"m\",\"code\":\"content_filter\"}}"))
                .then(error(400, "{\"error\":{\"message\":\"m\",\"code\":\"model_not_found\"}}"))
                .then(error(500, "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\"}}"));
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.CONTEXT_WINDOW_EXCEEDED);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.CONTENT_POLICY_VIOLATION);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.NOT_FOUND);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.INTERNAL_SERVER);
    }

    @Test
    void error_bodies_of_all_kinds_are_read() {
        upstream.then(error(503, "<html>busy</html>"))
                .then(error(500, "{\"error\":\"just words\"}"))
                .then(error(422, "{\"detail\":[{\"loc\":[\"body\"]}]}"))
                .then(error(500, "{\"error\":{\"message\":\"" + "long ".repeat(2_000) + "\"}}"));
        assertThat(failure(call()).message()).contains("503");
        assertThat(failure(call()).message()).isEqualTo("just words");
        assertThat(failure(call()).message()).isEqualTo("[{\"loc\":[\"body\"]}]");
        assertThat(failure(call()).message().length()).isBetween(2_000, 2_050);
    }

    @Test
    void an_error_inside_a_success_is_an_error() {
        upstream.then(plain("{\"error\":{\"message\":\"slow down\",\"code\":429}}"));
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.RATE_LIMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after: 30,30000",
        "retry-after: 1.5,1500",
        "retry-after: 99999,3600000",
        "retry-after-ms: 250,250"
    })
    void retry_after_is_read(String header, long millis) {
        upstream.then(error(429, "{}", header));
        assertThat(failure(call()).retryAfter()).contains(Duration.ofMillis(millis));
    }

    @Test
    void retry_after_may_be_a_date_and_nonsense_is_none() {
        upstream.then(error(429, "{}", "retry-after: Wed, 21 Oct 2015 07:28:00 GMT"))
                .then(error(429, "{}", "retry-after: soon"))
                .then(error(429, "{}", "retry-after: -5"));
        assertThat(failure(call()).retryAfter()).contains(Duration.ZERO);
        assertThat(failure(call()).retryAfter()).isEmpty();
        assertThat(failure(call()).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u00fe NOT HTTP \r\n\r\n",
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":1",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 099 X\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 100 Continue\r\n\r\n",
            })
    void what_is_not_http_breaks_the_connection(String bytes) {
        upstream.then(connection -> {
            connection.send(bytes);
            return false;
        });
        UpstreamFailure failure = failure(call());
        assertThat(failure.kind()).isEqualTo(ErrorClass.CONNECTION);
        assertThat(failure.message()).startsWith("Connection error: ").doesNotContain("Exception");
    }

    @Test
    void what_is_not_json_is_no_answer() {
        upstream.then(plain("{\"id\": \"chatcmpl-1\", \"choices\": ["))
                .then(plain("<html>hello</html>"))
                .then(plain("[]"))
                .then("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .then("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}");
        for (int i = 0; i < 5; i++) {
            UpstreamFailure failure = failure(call());
            assertThat(failure.kind()).isEqualTo(ErrorClass.INTERNAL_SERVER);
        }
    }

    @Test
    void an_endless_head_and_an_endless_answer_are_cut() {
        upstream.then(connection -> {
                    connection.send("HTTP/1.1 200 OK\r\n");
                    for (int i = 0; i < 100; i++) {
                        connection.send("x-" + i + ": " + "v".repeat(1_000) + "\r\n");
                    }
                    connection.send("Content-Length: 2\r\n\r\n{}");
                    return false;
                })
                .then(connection -> {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{\"a\":\"");
                    String block = "x".repeat(1 << 20);
                    for (int i = 0; i < 40; i++) {
                        connection.send(block);
                    }
                    return false;
                });
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.CONNECTION);
        UpstreamFailure tooLong = failure(call());
        assertThat(tooLong.message()).contains("longer than");
        assertThat(tooLong.causedByCaller()).isTrue();
    }

    @Test
    void a_refused_connection_is_a_failure() throws IOException {
        String base;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            base = "http://127.0.0.1:" + closed.getLocalPort();
        }
        UpstreamFailure failure = failure(client.call(Calls.chat(base, PATIENT)));
        assertThat(failure.kind()).isEqualTo(ErrorClass.CONNECTION);
        assertThat(failure.message()).contains("refused");
    }

    @Test
    void a_connection_that_died_in_the_pool_is_replaced_once() {
        upstream.then(plain(ANSWER))
                .then(ScriptedUpstream.Connection::reset)
                .then(plain(ANSWER))
                .then(connection -> false)
                .then(plain(ANSWER));
        for (int i = 0; i < 3; i++) {
            assertThat(text(answer(call()))).contains("chat");
        }
        assertThat(upstream.connections()).isEqualTo(3);
    }

    @Test
    void a_connection_that_dies_while_the_upstream_works_is_not_replaced() throws IOException {
        var clock = new SteppedTime();
        upstream.then(plain(ANSWER))
                .then(connection -> {
                    clock.goOn(Duration.ofMillis(50));
                    return false;
                })
                .then(plain(ANSWER));
        try (var patient = new HttpUpstreamClient(clock, WireOptions.DEFAULTS, Calls.account())) {
            answer(patient.call(Calls.chat(upstream.base(), PATIENT)));
            UpstreamFailure failure = failure(patient.call(Calls.chat(upstream.base(), PATIENT)));
            assertThat(failure.kind()).isEqualTo(ErrorClass.CONNECTION);
        }
        assertThat(upstream.received()).hasSize(2);
    }

    @Test
    void a_fresh_connection_that_dies_is_not_tried_again() {
        upstream.then(ScriptedUpstream.Connection::reset).then(plain(ANSWER));
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.CONNECTION);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void an_answer_that_began_is_not_asked_for_again() {
        upstream.then(plain(ANSWER))
                .then(connection -> {
                    connection.send("HTTP/1.1 200 OK\r\nConte");
                    return false;
                })
                .then(plain(ANSWER));
        answer(call());
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.CONNECTION);
        assertThat(upstream.received()).hasSize(2);
    }

    @Test
    void unasked_bytes_never_answer_the_next_request() {
        String stale = "{\"id\":\"stale\",\"model\":\"stale\",\"choices\":[1]}";
        upstream.then(plain(ANSWER) + plain(stale)).then(plain(ANSWER)).then(plain(ANSWER));
        answer(call());
        assertThat(text(answer(call()))).doesNotContain("stale");
        assertThat(text(answer(call()))).doesNotContain("stale");
    }

    @Test
    void an_upstream_that_says_nothing_times_out() {
        upstream.then(ScriptedUpstream.Connection::awaitHangUp);
        Duration bound = Duration.ofMillis(200);
        long start = System.nanoTime();
        UpstreamFailure failure = failure(client.call(Calls.chat(upstream.base(), bounds(bound, bound))));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(bound, Duration.ofSeconds(5));
        assertThat(failure.kind()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(failure.timeout()).isEqualTo(bound);
        assertThat(upstream.clientHungUp()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nx-slow: ", "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{\"a\":\""})
    void a_drip_ends_with_the_whole_time(String beginning) {
        upstream.then(connection -> {
            connection.send(beginning);
            while (true) { // until the client hangs up and the write fails
                connection.send("x");
                LockSupport.parkNanos(5_000_000);
            }
        });
        UpstreamFailure failure = failure(
                client.call(Calls.chat(upstream.base(), bounds(Duration.ofMillis(300), Duration.ofSeconds(9)))));
        assertThat(failure.kind()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(upstream.clientHungUp()).isTrue();
    }

    @Test
    void a_client_that_leaves_ends_the_call() {
        var browser = new Calls.Client();
        upstream.then(connection -> {
            browser.leave();
            return connection.awaitHangUp();
        });
        Outcome outcome = client.call(Calls.withCancellation(Calls.chat(upstream.base(), PATIENT), browser));
        assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
        assertThat(upstream.clientHungUp()).isTrue();
    }

    @Test
    void a_client_that_has_left_is_not_called_for() {
        var browser = new Calls.Client();
        browser.leave();
        assertThat(client.call(Calls.withCancellation(Calls.chat(upstream.base(), PATIENT), browser)))
                .isInstanceOf(Outcome.Cancelled.class);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void an_ended_call_lets_go_of_its_client() {
        var browser = new Calls.Client();
        upstream.then(plain(ANSWER));
        answer(client.call(Calls.withCancellation(Calls.chat(upstream.base(), PATIENT), browser)));
        assertThat(browser.listeners()).isZero();
    }

    @Test
    void azure_is_called_its_own_way() {
        upstream.then(plain(ANSWER)).then(plain("{\"data\":[{}]}"));
        var endpoint = new Endpoint(
                "azure", "my-deploy", upstream.base() + "/", new Secret("azure-key"), "2024-06-01", null, Map.of());
        Deployment deployment = Calls.deployment(endpoint);
        answer(client.call(Calls.call(deployment, CallType.CHAT, "{}", PATIENT)));
        assertThat(upstream.last().target())
                .isEqualTo("/openai/deployments/my-deploy/chat/completions?api-version=2024-06-01");
        assertThat(upstream.last().header("api-key")).isEqualTo("azure-key");
        assertThat(upstream.last().header("authorization")).isEmpty();
        answer(client.call(Calls.call(deployment, CallType.EMBEDDING, "{}", PATIENT)));
        assertThat(upstream.last().target())
                .isEqualTo("/openai/deployments/my-deploy/embeddings?api-version=2024-06-01");
    }

    @Test
    void sound_is_handed_on_as_it_is() {
        upstream.then("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 5\r\n\r\nID3\u0000\u00ff");
        Outcome.Streaming answer = streaming(client.call(
                Calls.call(Calls.deployment(Calls.endpoint(upstream.base())), CallType.SPEECH, "{}", PATIENT)));
        var heard = new ByteArrayOutputStream();
        answer.stream().passOn(heard::write);
        assertThat(answer.contentType()).isEqualTo("audio/mpeg");
        assertThat(heard.toByteArray()).containsExactly('I', 'D', '3', 0, 0xFF);
    }

    @Test
    void an_endpoint_that_leads_nowhere_is_a_failure() {
        var endpoint = new Endpoint("nobody", "m", null, null, null, null, Map.of());
        assertThat(failure(client.call(Calls.call(Calls.deployment(endpoint), CallType.CHAT, "{}", PATIENT)))
                        .message())
                .isEqualTo("no api_base is configured");
    }

    @Test
    void large_bodies_arrive_whole() {
        String text = "abcdefgh".repeat(1 << 20);
        upstream.then(plain("{\"model\":\"m\",\"choices\":[\"" + text + "\"]}"));
        Outcome outcome = client.call(Calls.call(
                Calls.deployment(Calls.endpoint(upstream.base())),
                CallType.CHAT,
                "{\"messages\":\"" + text + "\"}",
                PATIENT));
        assertThat(upstream.last().body().equals("{\"model\":\"real-name\",\"messages\":\"" + text + "\"}"))
                .isTrue();
        assertThat(text(answer(outcome)).equals("{\"model\":\"chat\",\"choices\":[\"" + text + "\"]}"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT|{}",
                "CHAT|{'id':'x','choices':null}",
                "CHAT|{'id':'x','choices':[]}",
                "CHAT|{'id':'x','choices':[ ]}",
                "CHAT|{'id':'x','choices':{}}",
                "CHAT|{'id':'x','choices':[],'error':{'message':'no'}}",
                "TEXT_COMPLETION|{'id':'x'}",
                "EMBEDDING|{'data':[]}",
                "IMAGE|{'created':1}",
                "MODERATION|{'id':'x'}",
                "RERANK|{'id':'x'}",
                "RESPONSES|{'id':'x'}",
                "RESPONSES|{'id':'x','status':'failed','output':[]}",
                "RESPONSES|{'id':'x','status':'failed','error':{'code':'server_error','message':'no'},'output':[{}]}"
            })
    void a_success_in_which_nothing_is_answered_is_the_upstreams_fault(CallType type, String body) {
        upstream.then(plain(body.replace('\'', '"')));
        UpstreamFailure failure = failure(client.call(
                Calls.call(Calls.deployment(Calls.endpoint(upstream.base())), type, "{\"model\":\"chat\"}", PATIENT)));
        assertThat(failure.kind()).isEqualTo(ErrorClass.INTERNAL_SERVER);
        assertThat(failure.message()).containsAnyOf("has no", "no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RESPONSES|{'id':'x','status':'queued','output':[]}",
                "RESPONSES|{'id':'x','status':'in_progress','error':null}",
                "IMAGE|{'created':1,'data':[]}",
                "RERANK|{'results':[]}",
                "TRANSCRIPTION|{'text':''}",
                "TRANSCRIPTION|{'segments':[]}"
            })
    void a_success_need_not_hold_much(CallType type, String body) {
        upstream.then(plain(body.replace('\'', '"')));
        assertThat(text(answer(client.call(Calls.call(
                        Calls.deployment(Calls.endpoint(upstream.base())), type, "{\"model\":\"chat\"}", PATIENT)))))
                .isEqualTo(body.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"error\":{\"message\":\"bad value 'incorrect api key'\"}}|true",
                "400|{\"error\":{\"message\":\"no\",\"code\":\"model_not_found\"}}|false",
                "422|{\"error\":{\"message\":\"bad value 'model_not_found'\"}}|true",
                "429|{\"error\":{\"message\":\"Request too large for gpt-4o\",\"code\":\"rate_limit_exceeded\"}}|true",
                "429|{\"error\":{\"message\":\"slow down\"}}|false",
                "401|{\"error\":{\"message\":\"Incorrect API key provided\"}}|false"
            })
    void words_that_may_be_the_callers_own_are_not_held_against_the_deployment(int status, String body, boolean own) {
        upstream.then(error(status, body));

        assertThat(failure(call()).causedByCaller()).isEqualTo(own);
    }
}

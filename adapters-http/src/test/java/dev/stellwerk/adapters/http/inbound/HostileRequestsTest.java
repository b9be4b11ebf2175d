package dev.stellwerk.adapters.http.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are rare, odd or meant to harm: each is served or told what is the matter, and none hides another. */
@Tag("S35")
class HostileRequestsTest {
    private static final String KEY = "Authorization: Bearer " + TestServer.KEY + "\r\n";
    private static final String MODELS = "\"object\":\"list\"";

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private String told(String request) {
        try (RawConnection client = server.connect()) {
            return client.say(request.getBytes(ISO_8859_1)).rest();
        }
    }

    private static String get(String target, String... lines) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + KEY + String.join("", lines) + "\r\n";
    }

    private static String chat(String version, String lines) {
        String body = "{\"model\":\"m\"}";
        return "POST /v1/chat/completions HTTP/" + version + "\r\nHost: x\r\n" + KEY + lines + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void requests_sent_in_one_go_are_answered_one_after_the_other() {
        String said = told(
                chat("1.1", "") + get("/v1/models") + chat("1.1", "") + get("/v1/models", "Connection: close\r\n"));
        assertThat(count(said, "HTTP/1.1 200")).as(said).isEqualTo(4);
        assertThat(count(said, "hello")).isEqualTo(2);
    }

    @Test
    void requests_of_http_1_0_sent_in_one_go_are_answered_too() {
        String kept = "Connection: keep-alive\r\n";
        String said = told(chat("1.0", kept) + chat("1.0", kept) + chat("1.1", "") + chat("1.0", ""));
        assertThat(count(said, "HTTP/1.1 200")).as(said).isEqualTo(4);
        assertThat(count(said, "hello")).isEqualTo(4);
    }

    @Test
    void a_coding_that_nobody_knows_is_told_in_the_envelope() {
        String said = told("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + KEY
                + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + get("/v1/models"));
        assertThat(said)
                .startsWith("HTTP/1.1 501")
                .contains("gzip", "send chunked alone", "\"code\":\"501\"", "\"type\":\"not_implemented\"")
                .doesNotContain(MODELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x/v1/models", "http://other:8080/v1/models", "https://x/v1/models"})
    void a_target_that_is_a_whole_url_is_its_path(String target) {
        assertThat(told(get(target, "Connection: close\r\n")))
                .startsWith("HTTP/1.1 200")
                .contains(MODELS);
    }

    @Test
    void a_whole_url_leads_past_no_key() {
        assertThat(told("GET http://x/key/info?key=y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void options_of_everything_are_told() {
        assertThat(told("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Allow: GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT x:443", "TRACE /v1/models"})
    @Tag("S41")
    void methods_that_no_gateway_needs_are_refused_everywhere(String line) {
        assertThat(told(line + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow:")
                .contains("\"code\":\"405\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/%zz,400",
        "/v1/models/%FF,400",
        "/v1/models/a%C3,400",
        "/v1/models?a=%,400",
        "/key/list?key_alias=%FF,400",
        "/v1/models/\u00fc,400",
        "//v1/models,404",
        "/v1//models,404",
        "/v1%2Fmodels,404",
        "/v1/./models,404",
        "/v1/x/../models,404",
        "/v1/models;a=b,404",
        "/V1/models,404",
        "v1/models,400",
        "*,400"
    })
    void a_path_is_read_in_one_way_only(String target, int status) {
        String said = told(get(target, "Connection: close\r\n"));
        assertThat(said).startsWith("HTTP/1.1 " + status).doesNotContain(MODELS);
        assertThat(said).contains(status == 400 ? "\"code\":\"400\"" : "Not Found");
    }

    @Test
    void a_model_in_a_path_keeps_its_slash_and_its_plus() {
        assertThat(server.post("/engines/a%2Fb+c/chat/completions", "{}").statusCode())
                .isEqualTo(200);
        assertThat(server.call().model().toString()).contains("a/b+c");
    }

    @ParameterizedTest
    @CsvSource({
        "'',400",
        "'Host: x\r\nHost: x\r\n',400",
        "'Host: x\r\nhost: y\r\n',400",
        "'Host:\r\n',400",
        "'Host: a b\r\n',400",
        "'Host: x:y\r\n',400",
        "'Host: x\r\nA: b\r\n c: d\r\n',400",
        "'Host: x\r\nA : b\r\n',400",
        "'Host: x\r\nContent-Length: 0\r\nContent-Length: 0\r\n',400",
        "'Host: x\r\nContent-Length: 0, 0\r\n',400",
        "'Host: x\r\nContent-Length: 1_0\r\n',400",
        "'Host: x\r\nContent-Length: 99999999999999999999\r\n',400",
        "'Host: x\r\nContent-Length: 9999999999\r\n',413",
        "'Host: x\r\nTransfer-Encoding: chunked, chunked\r\n',400",
        "'Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n',400",
        "'Host: x\r\nTransfer-Encoding: xchunked\r\n',400",
        "'Host: x\r\nTransfer-Encoding: ,chunked\r\n',400",
        "'Host: x\r\nTransfer-Encoding: chunked;a=b\r\n',400",
        "'Host: x\r\nExpect: a-miracle\r\n',417"
    })
    void heads_that_are_odd_are_refused_and_end_the_connection(String lines, int status) {
        String said = told("POST /v1/chat/completions HTTP/1.1\r\n" + KEY + lines + "\r\n" + get("/v1/models"));
        assertThat(said)
                .startsWith("HTTP/1.1 " + status)
                .contains("\"code\":\"" + status + "\"")
                .containsIgnoringCase("connection: close")
                .doesNotContain(MODELS);
        assertThat(count(said, "HTTP/1.1 ")).isEqualTo(1);
    }

    @Test
    @Tag("S42")
    void a_wish_for_http_2_is_not_heeded() {
        String said = told(
                get(
                        "/v1/models",
                        "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"));
        assertThat(said).startsWith("HTTP/1.1 200").contains(MODELS).doesNotContain("101");
        assertThat(told("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000"))
                .startsWith("HTTP/1.1 505")
                .contains("use HTTP/1.1");
    }

    @Test
    void trailers_have_no_effect() {
        String said = told("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "d\r\n{\"model\":\"m\"}\r\n0\r\n" + KEY + "x-litellm-tags: a\r\n\r\n");
        assertThat(said).startsWith("HTTP/1.1 401");
    }

    @Test
    void a_handshake_of_tls_is_told_in_plain_text() {
        assertThat(told("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void a_line_break_behind_a_body_is_read_over() {
        String said = told(chat("1.1", "") + "\r\n" + chat("1.1", "Connection: close\r\n"));
        assertThat(count(said, "HTTP/1.1 200")).as(said).isEqualTo(2);
    }

    @Test
    @Tag("S94")
    void a_body_that_is_half_sent_while_the_gateway_stops_is_answered() throws InterruptedException {
        var stopped = new TestServer(Access.DEFAULTS, Wire.DEFAULTS, TestServer.PATIENT, Duration.ofSeconds(20));
        try (RawConnection client = stopped.connect();
                RawConnection messages = stopped.connect()) {
            client.say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + KEY + "Content-Length: 50\r\n\r\n{");
            messages.say("POST /v1/messages HTTP/1.1\r\nHost: x\r\n" + KEY
                    + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(messages.head()).startsWith("HTTP/1.1 100");
            Thread stopping = Thread.ofPlatform().start(stopped.server()::close);
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: 1")
                    .containsIgnoringCase("connection: close")
                    .contains("shutting down");
            assertThat(messages.rest()).startsWith("HTTP/1.1 503").contains("\"type\":\"error\"");
            stopping.join(5_000);
            assertThat(stopping.isAlive()).isFalse();
        } finally {
            stopped.close();
        }
        assertThat(stopped.calls).isEmpty();
    }
}

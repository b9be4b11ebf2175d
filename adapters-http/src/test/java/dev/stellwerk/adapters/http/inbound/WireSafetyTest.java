package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.http.inbound.connection.ConnectionDeadlines;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.configuration.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing, sizes and times of connections. */
class WireSafetyTest {
    private static final String HEAD = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + TestServer.KEY + "\r\nContent-Type: application/json\r\n";
    private static final String SMUGGLED =
            "GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestServer.KEY + "\r\n\r\n";
    private static final ConnectionDeadlines SHORT = new ConnectionDeadlines(
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            Duration.ofSeconds(1),
            Duration.ofMillis(100));

    private TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void startAnew(Wire wire, ConnectionDeadlines deadlines) {
        server.close();
        server = new TestServer(Access.DEFAULTS, wire, deadlines, Duration.ofSeconds(5));
    }

    private static Wire wire(long bytesMax, Set<String> origins) {
        return new Wire(
                bytesMax,
                false,
                false,
                false,
                true,
                origins,
                "/llm",
                Duration.ZERO,
                false,
                List.of(),
                Outgoing.DEFAULTS);
    }

    @Test
    @Tag("S36")
    void a_chunked_request_is_served_and_ends_the_connection() {
        String body = "{\"model\":\"m\",\"messages\":[]}";
        try (RawConnection client = server.connect()) {
            client.say(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                    + "\r\n0\r\n\r\n" + SMUGGLED);
            assertThat(client.answer())
                    .contains("200 OK")
                    .containsIgnoringCase("connection: close")
                    .contains("hello");
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @Tag("S35")
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"a\":\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "Content-Length: +5\r\n\r\nhello",
                "Content-Length: -5\r\n\r\nhello",
                "Host: y\r\nContent-Length: 0\r\n\r\n",
                " folded: x\r\nContent-Length: 0\r\n\r\n",
                "a b: x\r\nContent-Length: 0\r\n\r\n",
                "x : y\r\nContent-Length: 0\r\n\r\n",
                ": empty\r\nContent-Length: 0\r\n\r\n",
                "x: a\nb: c\r\nContent-Length: 0\r\n\r\n",
                "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"
            })
    void odd_framing_is_refused_and_what_follows_is_never_a_request(String oddity) {
        try (RawConnection client = server.connect()) {
            client.say(HEAD + oddity + SMUGGLED);
            String said = client.rest();
            assertThat(said).doesNotContain("\"object\":\"list\"");
            assertThat(said.isEmpty() || said.startsWith("HTTP/1.1 4") || said.startsWith("HTTP/1.1 5"))
                    .as(said)
                    .isTrue();
            assertThat(said.split("HTTP/1.1 ", -1).length).isLessThanOrEqualTo(2);
            assertThat(server.calls).isEmpty();
        }
    }

    @Test
    @Tag("S35")
    void a_chunk_size_with_a_sign_never_becomes_a_second_request() {
        try (RawConnection client = server.connect()) {
            client.say(HEAD + "Transfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n" + SMUGGLED);
            assertThat(client.rest()).doesNotContain("\"object\":\"list\"");
        }
    }

    @Test
    @Tag("S37")
    void a_body_over_the_limit_is_refused_by_its_announcement() {
        startAnew(wire(1_000, Set.of()), TestServer.PATIENT);
        try (RawConnection client = server.connect()) {
            client.say(HEAD + "Content-Length: 1001\r\n\r\n{");
            assertThat(client.rest()).startsWith("HTTP/1.1 413").contains("\"code\":\"413\"");
        }
    }

    @Test
    @Tag("S37")
    void a_chunked_body_over_the_limit_is_refused_at_the_byte_that_crosses_it() {
        startAnew(wire(1_000, Set.of()), TestServer.PATIENT);
        try (RawConnection client = server.connect()) {
            client.say(HEAD + "Transfer-Encoding: chunked\r\n\r\n200\r\n" + "x".repeat(512) + "\r\n200\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    @Tag("S37")
    void a_large_body_arrives_whole() {
        String text = "abcdefgh".repeat(1 << 18);
        assertThat(server.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[\"" + text + "\"]}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("S37")
    void large_bodies_are_not_read_from_strangers() {
        try (RawConnection client = server.connect()) {
            client.say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n{");
            assertThat(client.answer()).contains("401").contains("No api key passed in");
        }
    }

    @Test
    @Tag("S37")
    void heads_are_bounded() {
        try (RawConnection client = server.connect()) {
            client.say("GET /v1/models?" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 4");
        }
        try (RawConnection client = server.connect()) {
            client.say("GET /v1/models HTTP/1.1\r\nHost: x\r\nx: " + "y".repeat(17_000) + "\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 4");
        }
        try (RawConnection client = server.connect()) {
            client.say("GET /v1/models HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(120) + "\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    @Tag("S38")
    void a_connection_that_says_nothing_is_closed() {
        startAnew(Wire.DEFAULTS, SHORT);
        try (RawConnection client = server.connect()) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Tag("S38")
    void a_head_that_does_not_end_is_closed() {
        startAnew(Wire.DEFAULTS, SHORT);
        try (RawConnection client = server.connect()) {
            client.say("GET /health/liveness HTTP/1.1\r\nHost");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Tag("S38")
    void a_body_that_does_not_end_is_closed() {
        startAnew(Wire.DEFAULTS, SHORT);
        try (RawConnection client = server.connect()) {
            client.say(HEAD + "Content-Length: 1000\r\n\r\n{");
            assertThat(client.rest()).isEmpty();
            assertThat(server.calls).isEmpty();
        }
    }

    @Test
    @Tag("S38")
    void an_idle_connection_is_closed_after_a_while_and_not_before() {
        startAnew(Wire.DEFAULTS, SHORT);
        try (RawConnection client = server.connect()) {
            assertThat(client.chat("").answer()).contains("200 OK");
            assertThat(client.chat("").answer()).contains("200 OK");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Tag("S39")
    void half_requests_keep_nobody_from_being_served() {
        var halves = new ArrayList<RawConnection>();
        for (int i = 0; i < 50; i++) {
            halves.add(server.connect().say(HEAD + "Content-Length: 1000\r\n\r\n{"));
        }
        assertThat(server.post("/v1/chat/completions", "{\"model\":\"m\"}").statusCode())
                .isEqualTo(200);
        halves.forEach(RawConnection::close);
    }

    @Test
    @Tag("S41")
    void a_body_that_says_it_is_no_json_is_refused() {
        assertThat(server.post("/v1/chat/completions", "model=m", "Content-Type", "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(415);
        assertThat(server.post("/v1/chat/completions", "{\"model\":\"m\"}").statusCode())
                .isEqualTo(200);
        assertThat(server.post(
                                "/v1/chat/completions",
                                "{\"model\":\"m\"}",
                                "Content-Type",
                                "application/json; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_expected_continue_is_given() {
        String body = "{\"model\":\"m\"}";
        try (RawConnection client = server.connect()) {
            client.say(HEAD + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100");
            client.say(body);
            assertThat(client.answer()).contains("200 OK");
        }
    }

    @Test
    @Tag("S43")
    void browsers_get_no_permission_unless_their_origin_is_configured() {
        String[] headers = {"Origin", "https://ui.example"};
        assertThat(server.get("/v1/models", headers).headers().firstValue("access-control-allow-origin"))
                .isEmpty();
        assertThat(server.get("/v1/models").headers().firstValue("x-content-type-options"))
                .contains("nosniff");
        startAnew(wire(1_000, Set.of("https://ui.example")), TestServer.PATIENT);
        assertThat(server.get("/v1/models", headers).headers().firstValue("access-control-allow-origin"))
                .contains("https://ui.example");
        assertThat(server.get("/v1/models", "Origin", "https://other.example")
                        .headers()
                        .firstValue("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void a_port_that_is_taken_is_named() {
        var settings = new ServerSettings(
                "127.0.0.1", server.port(), "0.1.0", Duration.ZERO, Access.DEFAULTS, Wire.DEFAULTS, true, null, false);
        assertThatThrownBy(() -> server.inbound().start(settings, server.account, server.routes))
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining(Integer.toString(server.port()));
    }

    @Test
    void every_path_may_have_the_root_in_front() {
        startAnew(wire(1 << 20, Set.of()), ConnectionDeadlines.DEFAULTS);
        assertThat(server.post("/llm/v1/chat/completions", "{\"model\":\"m\"}").statusCode())
                .isEqualTo(200);
        assertThat(server.get("/llm/health/liveness").statusCode()).isEqualTo(200);
        assertThat(server.get("/health/liveness").statusCode()).isEqualTo(200);
        assertThat(server.get("/llm").body()).contains("RUNNING");
        assertThat(server.get("/llm/v1/files").statusCode()).isEqualTo(501);
        assertThat(server.get("/llmx/v1/models").statusCode()).isEqualTo(404);
        assertThat(server.get("/llm/llm/v1/models").statusCode()).isEqualTo(404);
    }
}

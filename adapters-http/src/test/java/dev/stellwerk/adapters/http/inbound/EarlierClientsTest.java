package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.domain.usage.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients and proxies that speak another version of HTTP, or leave out what a newer one would send. */
class EarlierClientsTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String ask(String method, String path, String... lines) {
        return method + " " + path + " HTTP/1.0\r\nAuthorization: Bearer " + TestServer.KEY + "\r\n"
                + String.join("", lines) + "\r\n";
    }

    @Test
    void http_1_0_is_served_and_the_connection_ends_with_the_answer() {
        String body = "{\"model\":\"m\"}";
        try (RawConnection client = server.connect()) {
            client.say(ask("POST", "/v1/chat/completions", "Content-Length: " + body.length() + "\r\n") + body);
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close")
                    .containsIgnoringCase("content-length")
                    .contains("hello");
        }
    }

    @Test
    void http_1_0_keeps_its_connection_when_it_asks_for_it() {
        try (RawConnection client = server.connect()) {
            for (int round = 0; round < 2; round++) {
                client.say(ask("GET", "/v1/models", "Connection: keep-alive\r\n"));
                assertThat(client.answer()).contains("200 OK").containsIgnoringCase("connection: keep-alive");
            }
        }
    }

    @Test
    void a_stream_to_http_1_0_has_no_chunks() {
        server.answer = call -> Answers.stream(call, events -> {
            events.event("data: 1\n\n");
            events.event("data: [DONE]\n\n");
            return new StreamEnd.Complete(TokenUsage.NONE);
        });
        String body = "{\"model\":\"m\",\"stream\":true}";
        try (RawConnection client = server.connect()) {
            client.say(ask("POST", "/v1/chat/completions", "Content-Length: " + body.length() + "\r\n") + body);
            String said = client.rest();
            assertThat(said).doesNotContainIgnoringCase("transfer-encoding").containsIgnoringCase("connection: close");
            assertThat(said.replace("\r", "")).endsWith("\n\ndata: 1\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void a_stream_with_the_end_of_its_connection_announced_still_has_the_end_of_its_framing() {
        server.answer = call -> Answers.stream(call, events -> {
            events.event("data: 1\n\n");
            events.event("data: [DONE]\n\n");
            return new StreamEnd.Complete(TokenUsage.NONE);
        });
        String body = "{\"model\":\"m\",\"stream\":true}";
        try (RawConnection client = server.connect()) {
            client.say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + TestServer.KEY + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(client.rest().replace("\r", "")).contains("data: [DONE]").endsWith("\n0\n\n");
        }
    }

    @Test
    void who_begins_with_http_2_is_told_what_is_spoken_here() {
        try (RawConnection client = server.connect()) {
            client.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 505").contains("use HTTP/1.1");
        }
    }

    @Test
    void head_is_what_get_says_without_a_body() {
        try (RawConnection client = server.connect()) {
            client.say("HEAD /health/liveness HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-length: 12")
                    .doesNotContain("alive");
        }
    }

    @Test
    void what_comes_instead_of_http_is_refused_in_words() {
        for (String noise : new String[] {"\u0016\u0003\u0001\r\n\r\n", "hello\r\n\r\n", "GET / HTTP/3\r\n\r\n"}) {
            try (RawConnection client = server.connect()) {
                client.say(noise);
                assertThat(client.rest()).startsWith("HTTP/1.1 400");
            }
        }
    }
}

package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a caller sends is served or told, by what, where and what to do; it is no fault of the gateway. */
class RefusalsOnTheWireTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String START = "{\"model\":\"m\",\"messages\":[],";

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void refused(HttpResponse<String> answer, int status, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).hasSizeLessThan(2_000);
        assertThat(List.of(words)).allSatisfy(word -> assertThat(answer.body()).contains(word));
        assertThat(server.calls).isEmpty();
    }

    @ParameterizedTest
    @Tag("S45")
    @ValueSource(
            strings = {
                "\"fallbacks\":[{\"model\":\"ok\",\"model\":\"nope\"}]",
                "\"fallbacks\":[{\"model\":\"ok\",\"\\u006dodel\":\"nope\"}]",
                "\"metadata\":{\"x\":{\"y\":[{\"z\":1,\"z\":2}]}}",
                "\"extra_body\":{\"tools\":[{\"a\":1,\"a\":2}]}",
                "\"fallbacks\":[{\"model\":\"ok\",\"temperature\":1e99999999999}]",
                "\"fallbacks\":[{\"model\":\"ok\",\"\\ud83d\":1}]",
                "\"fallbacks\":[{\"model\":\"ok\",\"stop\":\"\\ud83d\"}]",
                "\"metadata\":{\"tags\":[\"\\ude86\"]}"
            })
    void members_that_the_gateway_goes_by_are_refused_when_they_can_be_read_in_two_ways(String member) {
        refused(server.post(CHAT, START + member + "}"), 400);
    }

    @Test
    void what_the_gateway_does_not_go_by_is_passed_on_unread() {
        String odd = "\"tools\":[{\"name\":\"f\",\"name\":\"g\",\"\\ud83d\":1}]";
        assertThat(server.post(CHAT, START + odd + "}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @Tag("S45")
    @CsvSource({
        "user,'\"user\":\"\\n#\"'",
        "tags,'\"tags\":[\"#\"]'",
        "allowed_model_region,'\"allowed_model_region\":\"#\"'"
    })
    void long_texts_are_refused_by_name_and_not_repeated(String name, String member) {
        HttpResponse<String> answer = server.post(CHAT, START + member.replace("#", "a".repeat(1_100_000)) + "}");
        assertThat(answer.statusCode()).isBetween(400, 422);
        assertThat(answer.body()).contains(name).hasSizeLessThan(2_000);
        assertThat(server.calls).isEmpty();
    }

    @ParameterizedTest
    @Tag("S17")
    @ValueSource(strings = {"a\\r\\nb", "a\\u0000b", "a\\u007fb", "a\\u0085b", "a\\tb"})
    void a_model_name_with_a_control_character_is_none(String name) {
        refused(server.post(CHAT, "{\"model\":\"" + name + "\"}"), 400, "model");
    }

    @Test
    @Tag("S17")
    void nor_is_one_from_the_path_or_one_that_is_too_long() {
        refused(server.post("/engines/a%0D%0Ab/chat/completions", "{}"), 400, "model");
        refused(server.get("/v1/models/a%0D%0Ab"), 400, "model");
        refused(server.post(CHAT, START + "\"fallbacks\":[\"a\\nb\"]}"), 400, "model");
        refused(server.post(CHAT, START + "\"fallbacks\":[{\"model\":\"a\\nb\"}]}"), 400, "model");
        refused(server.post(CHAT, "{\"model\":\"" + "ü".repeat(129) + "\"}"), 400, "256 bytes");
    }

    @Test
    void broken_json_is_told_by_line_and_column_on_both_planes() {
        for (String path : new String[] {CHAT, "/key/generate"}) {
            refused(server.post(path, "{\n  \"model\": \"m\", # no\n}"), 400, "line 2, column 17");
            refused(server.post(path, "\ufeff{}"), 400, "byte-order mark");
            refused(server.post(path, "{\"a\":{\"b\":1,\"b\":2},\"metadata\":{\"b\":1,\"b\":2}}"), 400);
        }
    }

    @Test
    void a_long_name_is_told_by_its_beginning() {
        refused(server.post(CHAT, START + "\"aws_" + "a".repeat(4_000) + "\":1}"), 401, "aws_aaa");
        refused(server.post(CHAT, START + "\"aws_" + "a".repeat(5_000) + "\":1}"), 400, "name longer");
    }

    @Test
    @Tag("S104")
    void what_is_made_into_objects_is_smaller_than_what_is_passed_on() {
        String large = "a".repeat(1_100_000);
        refused(server.post(CHAT, START + "\"metadata\":{\"tags\":[\"" + large + "\"]}}"), 400, "metadata.tags");
        refused(server.post(CHAT, START + "\"fallbacks\":[\"" + large + "\"]}"), 400, "fallbacks");
        refused(server.post("/key/generate", "{\"x\":\"" + large + "\"}"), 400, "bytes");
        assertThat(server.post(CHAT, START + "\"input\":\"" + large + "\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_compressed_body_is_refused_by_the_name_of_its_coding() {
        refused(server.post(CHAT, "{}", "Content-Encoding", "gzip"), 415, "gzip");
    }

    @Test
    void a_body_over_the_limit_is_told_the_limit_and_its_name() {
        try (RawConnection client = server.connect()) {
            client.say("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + (40 << 20) + "\r\n\r\n{");
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 413")
                    .contains("general_settings.max_request_size_mb")
                    .contains("32 MB");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/files",
                "POST /v1/batches",
                "GET /batches/b1",
                "POST /v1/messages/batches",
                "POST /v1beta/models/g:generateContent",
                "POST /models/g:generateContent",
                "POST /anthropic/v1/files",
                "POST /openai/files",
                "POST /user/new",
                "POST /key/k/regenerate",
                "GET /spend/logs",
                "POST /model/new"
            })
    void known_routes_that_are_not_served_say_so_for_good(String request) {
        String[] parts = request.split(" ", -1);
        HttpResponse<String> answer = server.send(parts[0], parts[1], "");
        refused(answer, 501, "\"not_implemented\"", parts[1]);
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
        assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void only_callers_with_a_key_are_told_what_is_not_served() {
        assertThat(server.get("/v1/files", "Authorization", "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions/",
                "/openai/v1/chat/completions",
                "/openai/chat/completions?api-version=2024-10-21",
                "/openai/v1/chat/completions/"
            })
    void addresses_that_clients_are_documented_to_use_lead_to_the_route(String path) {
        assertThat(server.post(path, "{\"model\":\"m\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void every_answer_names_its_request() {
        for (String path : new String[] {"/v1/models", "/key/list", "/no/such/path", "/health/liveness", "/v1/files"}) {
            HttpResponse<String> answer = server.get(path, "x-litellm-call-id", "mine-7");
            assertThat(answer.headers().firstValue("x-request-id")).as(path).contains("mine-7");
            assertThat(answer.headers().firstValue("x-litellm-call-id"))
                    .as(path)
                    .contains("mine-7");
        }
        assertThat(server.post(CHAT, "{").headers().firstValue("x-request-id")).contains("drawn-id");
        try (RawConnection client = server.connect()) {
            client.say("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 400").containsIgnoringCase("x-request-id: drawn-id");
        }
    }

    @Test
    @Tag("S104")
    void a_body_that_does_not_fit_into_memory_is_refused_for_a_while_and_holds_nothing() {
        long all = server.account.most();
        assertThat(server.account.tryTake(all - 1_000_000)).isTrue();
        String large = START + "\"x\":\"" + "a".repeat(3_000_000) + "\"}";
        HttpResponse<String> answer = server.post(CHAT, large);
        refused(answer, 503, "memory");
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(server.post(CHAT, "{\"model\":\"m\"}").statusCode()).isEqualTo(200);
        server.account.giveBack(all - 1_000_000);
        server.calls.clear();
        assertThat(server.post(CHAT, START + "\"x\":\"" + "a".repeat(3_000_000) + "\"}")
                        .statusCode())
                .isEqualTo(200);
        long patience = System.nanoTime() + 5_000_000_000L; // a client has its answer a moment before the room is free
        while (server.account.held() != 0 && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        assertThat(server.account.held()).isZero();
    }

    /** Chunk framing, heads, forms, paths and bodies of no kind at all: none of them is a fault, and none is logged. */
    @Test
    @Tag("S54")
    void nothing_that_a_caller_can_send_leaves_a_line_in_the_log() {
        var records = new ConcurrentLinkedQueue<LogRecord>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                    records.add(record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            String head = "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + TestServer.KEY + "\r\n";
            for (String rest : new String[] {
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "Transfer-Encoding: chunked\r\n\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\nhello\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX",
                "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
                "Content-Length: x\r\n\r\n",
                "Host: y\r\n\r\n",
                ": z\r\n\r\n",
                "Content-Length: 3\r\n\r\n{\"a",
                "Content-Length: 2\r\n\r\n\u00ff\u00fe",
                "x: \u0000\r\n\r\n"
            }) {
                try (RawConnection client = server.connect()) {
                    client.say(head + rest);
                    assertThat(client.rest()).as(rest).startsWith("HTTP/1.1 4");
                }
            }
            String form = "multipart/form-data; boundary=B";
            for (String body : new String[] {
                "", "--B", "--B\r\n\r\n--B--", "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--B--\r\n"
            }) {
                assertThat(server.post("/v1/audio/transcriptions", body, "Content-Type", form)
                                .statusCode())
                        .isEqualTo(400);
            }
            try (RawConnection client = server.connect()) {
                client.say(head.replace(CHAT, "/engines/%zz/chat/completions") + "Content-Length: 2\r\n\r\n{}");
                assertThat(client.answer()).startsWith("HTTP/1.1 4");
            }
        } finally {
            root.removeHandler(handler);
        }
        assertThat(records).isEmpty();
    }
}

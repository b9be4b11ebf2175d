package dev.stellwerk.adapters.http.inbound.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.http.RequestException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static ArrivingBytes arriving(String text, int piece) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        var pieces = new ArrayDeque<byte[]>();
        for (int from = 0; from < bytes.length; from += piece) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
        }
        return new ArrivingBytes(pieces::poll);
    }

    /** All heads, bodies of two bytes between them. */
    private static List<String> heads(String text, int piece) {
        ArrivingBytes arriving = arriving(text, piece);
        var heads = new ArrayList<String>();
        while (arriving.await()) {
            RequestHead head = arriving.head();
            if (head == null) {
                return heads;
            }
            heads.add((head.earlier() ? "1.0: " : "") + new String(head.bytes(), ISO_8859_1));
            arriving.bodyHas(2);
            var body = new StringBuilder();
            for (byte[] more = arriving.body(); more != null; more = arriving.body()) {
                body.append(new String(more, ISO_8859_1));
            }
            assertThat(body).hasToString("{}");
        }
        return heads;
    }

    @Test
    void a_request_of_today_is_handed_on_as_it_is() {
        String head = "POST /v1/x?a=%C3%BC+b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";
        for (int piece = 1; piece <= 2 * head.length() + 4; piece++) {
            assertThat(heads(head + "{}" + head + "{}", piece)).containsExactly(head, head);
        }
    }

    @Test
    void each_earlier_one_is_translated_however_they_are_cut() {
        String head = "POST /v1/x HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        String translated = "1.0: POST /v1/x HTTP/1.1\r\nContent-Length: 2\r\nHost: localhost\r\n\r\n";
        for (int piece = 1; piece <= 2 * head.length() + 4; piece++) {
            assertThat(heads(head + "{}" + head + "{}", piece)).containsExactly(translated, translated);
        }
        assertThat(heads("GET / HTTP/1.0\r\nhost: x\r\n\r\n{}", 100))
                .containsExactly("1.0: GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/v1/models,/v1/models",
        "HTTP://h:80/v1/models?a=b,/v1/models?a=b",
        "https://h,/",
        "http://h?a=b,/?a=b",
        "/v1/models,/v1/models"
    })
    void a_whole_url_is_served_as_its_path(String target, String path) {
        assertThat(heads("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n{}", 7))
                .containsExactly("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\nHost: x\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                " / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
                "GET / http/1.1\r\nHost: x\r\n\r\n",
                "GET /a%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%C3 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%c0%af HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /?a=%e HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u00fc HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http:/// HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\n\tHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\rA: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void what_could_be_read_in_two_ways_is_refused_however_it_is_cut(String text) {
        for (int piece : new int[] {1, 2, 7, 200}) {
            refused(text, piece, 400);
        }
    }

    @Test
    void what_never_ends_is_refused_at_a_bound() {
        refused("GET /" + "x".repeat(9_000), 1_000, 414);
        refused("GET / HTTP/1.0\r\nx: " + "y".repeat(40_000), 1_000, 431);
        assertThat(heads("GET / HTTP/1.1\r\nHost", 5)).isEmpty();
    }

    @Test
    void versions_and_methods_that_are_not_to_be_had_are_named() {
        assertThat(refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 5, 505)).contains("HTTP/2", "HTTP/1.1");
        assertThat(refused("GET / HTTP/0.9\r\n\r\n", 50, 505)).contains("HTTP/1.1");
        assertThat(refused("CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", 5, 405))
                .contains("CONNECT");
        assertThat(refused("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 5, 405)).contains("TRACE");
    }

    @Test
    void empty_lines_in_front_are_read_over() {
        for (int piece = 1; piece < 9; piece++) {
            assertThat(heads("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n{}", piece))
                    .containsExactly("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        }
    }

    @Test
    void escapes_are_decoded_and_a_plus_is_a_plus() {
        assertThat(PercentEscapes.decode("a+b")).isEqualTo("a+b");
        assertThat(PercentEscapes.decode("a+%C3%BC%2F%2B")).isEqualTo("a+ü/+");
        assertThat(PercentEscapes.decode("%zz")).isNull();
        assertThat(PercentEscapes.decode("%F")).isNull();
        assertThat(PercentEscapes.decode("%FF")).isNull();
    }

    private static String refused(String text, int piece, int status) {
        String[] message = {""};
        assertThatThrownBy(() -> heads(text, piece))
                .as(text)
                .isInstanceOfSatisfying(RequestException.class, refused -> {
                    assertThat(refused.status().code()).as(refused.getMessage()).isEqualTo(status);
                    message[0] = refused.getMessage();
                });
        return message[0];
    }
}

package dev.stellwerk.adapters.http.inbound.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.http.RequestException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EarlierVersionTest {
    private static String look(String text, int piece) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        var pieces = new ArrayDeque<byte[]>();
        for (int from = 0; from < bytes.length; from += piece) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
        }
        EarlierVersion.Begun begun = EarlierVersion.look(pieces.remove(), pieces::poll);
        var all = new StringBuilder(begun.earlier() ? "1.0: " : "").append(new String(begun.bytes(), ISO_8859_1));
        pieces.forEach(rest -> all.append(new String(rest, ISO_8859_1)));
        return all.toString();
    }

    @Test
    void a_request_of_today_is_handed_on_as_it_is() {
        String text = "POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        for (int piece = 1; piece <= text.length(); piece++) {
            assertThat(look(text, piece)).isEqualTo(text);
        }
        assertThat(EarlierVersion.current(text.getBytes(ISO_8859_1))).isTrue();
        assertThat(EarlierVersion.current("POST /v1/x HTT".getBytes(ISO_8859_1)))
                .isFalse();
    }

    @Test
    void an_earlier_one_is_translated_however_it_is_cut() {
        String text = "POST /v1/x HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}";
        for (int piece = 1; piece <= text.length(); piece++) {
            assertThat(look(text, piece))
                    .isEqualTo("1.0: POST /v1/x HTTP/1.1\r\nContent-Length: 2\r\nHost: localhost\r\n\r\n{}");
        }
        assertThat(look("GET / HTTP/1.0\r\nhost: x\r\n\r\n", 100)).isEqualTo("1.0: GET / HTTP/1.1\r\nhost: x\r\n\r\n");
        assertThat(look("GET / HTTP/1.0\r\n\r\n", 100)).isEqualTo("1.0: GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    @Test
    void chunks_in_an_earlier_one_are_refused() {
        assertThatThrownBy(() -> look("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 9))
                .isInstanceOf(RequestException.class);
    }

    @Test
    void who_asks_for_http_2_at_once_is_told_that_it_is_not_to_be_had() {
        assertThatThrownBy(() -> look("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 5))
                .isInstanceOfSatisfying(RequestException.class, refused -> {
                    assertThat(refused.status().code()).isEqualTo(505);
                    assertThat(refused.getMessage()).contains("HTTP/1.1");
                });
    }

    @Test
    void what_never_ends_is_not_waited_for_beyond_a_bound() {
        assertThat(look("GET /" + "x".repeat(9_000), 1_000)).hasSize(9_005);
        String head = "GET / HTTP/1.0\r\nx: " + "y".repeat(40_000);
        assertThat(look(head, 1_000)).endsWith("y".repeat(20_000));
    }
}

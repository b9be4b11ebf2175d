package dev.stellwerk.adapters.http.upstream.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Random;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of answers, without a network: which are taken, how their bodies are framed, and what never happens. */
class ResponseHeadTest {
    /** A socket that brings these bytes, in two pieces, and then the end. */
    private static final class Canned extends Socket {
        private final InputStream in;

        Canned(String bytes, int cut) {
            byte[] all = bytes.getBytes(ISO_8859_1);
            in = new SequenceInputStream(
                    new ByteArrayInputStream(all, 0, cut), new ByteArrayInputStream(all, cut, all.length - cut));
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InetAddress getInetAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public @Nullable SocketAddress getRemoteSocketAddress() {
            return null;
        }

        @Override
        public @Nullable SocketAddress getLocalSocketAddress() {
            return null;
        }

        @Override
        public synchronized void setSoTimeout(int millis) {
            // never waits
        }

        @Override
        public synchronized int getSoTimeout() {
            return 0;
        }
    }

    /** Status, body, and whether the connection stays; null when it is refused. */
    private static @Nullable String read(String bytes, int cut) {
        try (var connection = new DefaultBHttpClientConnection(
                ResponseHead.LIMITS, null, null, _ -> ContentLengthStrategy.UNDEFINED, null, null, null)) {
            connection.bind(new Canned(bytes, cut));
            ResponseHead head = ResponseHead.receive(connection);
            String body = new String(head.body().readUpTo(1_000), ISO_8859_1);
            return head.head().getCode() + " " + body + (head.keepsAlive() ? " stays" : " ends");
        } catch (IOException | HttpException _) {
            return null;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK^Content-Length: 2^^hi|200 hi stays",
                "HTTP/1.1 200^Content-Length: 2^^hi|200 hi stays",
                "HTTP/1.1 200 OK^content-length: 2^Connection: close^^hi|200 hi ends",
                "HTTP/1.1 200 OK^Content-Length: 0^^|200  stays",
                "HTTP/1.1 200 OK^^hi|200 hi stays",
                "HTTP/1.0 200 OK^Content-Length: 2^^hi|200 hi ends",
                "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^2^hi^0^^|200 hi stays",
                "HTTP/1.1 200 OK^Transfer-Encoding: CHUNKED^^2^hi^0^^|200 hi stays",
                "HTTP/1.1 200 OK^Transfer-Encoding: chunked^Content-Length: 9^^2^hi^0^^|200 hi ends",
                "HTTP/1.1 204 No Content^Content-Length: 2^^|204  stays",
                "HTTP/1.1 304 Not Modified^^|304  stays",
                "HTTP/1.1 100 Continue^^HTTP/1.1 103 Hints^Link: x^^HTTP/1.1 200 OK^Content-Length: 2^^hi|200 hi stays",
                "HTTP/1.1 999 X^Content-Length: 2^^hi|999 hi stays",
            })
    void a_head_is_read_whatever_its_fragments(String bytes, String expected) {
        String answer = bytes.replace("^", "\r\n");
        for (int cut = 0; cut <= answer.length(); cut++) {
            assertThat(read(answer, cut)).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK^Content-Length: 2^",
                "HTTP/1.1 000 X^Content-Length: 2^^hi",
                "HTTP/1.1 099 X^Content-Length: 2^^hi",
                "HTTP/1.1 -200 X^Content-Length: 2^^hi",
                "HTTP/1.1 abc X^Content-Length: 2^^hi",
                "HTTP/1.1 101 Switching^Upgrade: x^^HTTP/1.1 200 OK^Content-Length: 2^^hi",
                "HTTP/1.1 200 OK^Content-Length: 2^Content-Length: 2^^hi",
                "HTTP/1.1 200 OK^Content-Length: 2, 2^^hi",
                "HTTP/1.1 200 OK^Content-Length: +2^^hi",
                "HTTP/1.1 200 OK^Content-Length: -2^^hi",
                "HTTP/1.1 200 OK^Content-Length: 0x2^^hi",
                "HTTP/1.1 200 OK^Content-Length: 99999999999999999999^^hi",
                "HTTP/1.1 200 OK^Content-Length: 3^^hi",
                "HTTP/1.1 200 OK^Transfer-Encoding: gzip^^hi",
                "HTTP/1.1 200 OK^Transfer-Encoding: gzip, chunked^^2^hi^0^^",
                "HTTP/1.1 200 OK^Transfer-Encoding: chunked^Transfer-Encoding: chunked^^2^hi^0^^",
                "HTTP/1.1 200 OK^Transfer-Encoding: xchunked^^2^hi^0^^",
            })
    void what_cannot_be_relied_on_is_refused(String bytes) {
        assertThat(read(bytes.replace("^", "\r\n"), 0)).isNull();
    }

    @Test
    void interim_answers_are_bounded_for_each_answer() {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
        assertThat(read(interim.repeat(ResponseHead.INTERIM_MAX) + answer, 0)).isEqualTo("200 hi stays");
        assertThat(read(interim.repeat(ResponseHead.INTERIM_MAX + 1) + answer, 0))
                .isNull();
    }

    @Test
    void a_head_is_bounded_as_a_whole_and_line_by_line() {
        assertThat(read(headOf(ResponseHead.HEAD_BYTES_MAX, 1_000), 0)).isEqualTo("200 hi stays");
        assertThat(read(headOf(ResponseHead.HEAD_BYTES_MAX + 1, 1_000), 0)).isNull();
        assertThat(read(headOf(17 << 10, 17 << 10), 0)).isNull();
    }

    /** A head whose fields have so many bytes together, in lines of at most so many. */
    private static String headOf(int bytes, int lineMax) {
        var head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
        int left = bytes - "Content-Length: 2\r\n".length();
        while (left > 0) {
            int line = Math.min(left, left < lineMax + 10 && left > lineMax ? lineMax - 10 : lineMax);
            head.append("x: ").append("v".repeat(line - 5)).append("\r\n");
            left -= line;
        }
        return head.append("\r\nhi").toString();
    }

    @Test
    void any_bytes_are_an_answer_or_refused() {
        String[] heads = {
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nX-Request-Id: 7\r\n\r\n{}",
            "HTTP/1.1 429 Slow\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.0 100 Go\r\n\r\nHTTP/1.1 500 X\r\n\r\n{}"
        };
        var random = new Random(3);
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            var bytes = new StringBuilder(heads[random.nextInt(heads.length)]);
            for (int times = random.nextInt(4); times >= 0; times--) {
                int at = random.nextInt(bytes.length());
                switch (random.nextInt(3)) {
                    case 0 -> bytes.deleteCharAt(at);
                    case 1 -> bytes.insert(at, " \r\n\t\0:;,09-".charAt(random.nextInt(11)));
                    default -> bytes.setCharAt(at, (char) random.nextInt(256));
                }
            }
            String whole = bytes.toString();
            String answer = read(whole, random.nextInt(whole.length() + 1)); // throws nothing else
            assertThat(answer).as(whole).isEqualTo(read(whole, 0));
            taken += answer == null ? 0 : 1;
        }
        assertThat(taken).isBetween(4_000, 16_000);
    }
}

package dev.stellwerk.adapters.http.inbound.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, section 7.1. */
@Tag("S35")
class ChunkedBodyTest {
    private static final long PLENTY = 1 << 20;

    /** The text in pieces of this size, as a network may deliver it. */
    private static DataReader reader(String text, int piece) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        var pieces = new ArrayDeque<byte[]>();
        for (int from = 0; from < bytes.length; from += piece) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
        }
        return DataReader.create(pieces::poll);
    }

    private static String read(String text, int piece) throws IOException {
        return new String(new ChunkedBody(reader(text, piece), PLENTY).readAllBytes(), ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\n0\r\n\r\n",
                "00000005\r\nhello\r\n000\r\n\r\n",
                "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
                "5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n",
                "5 ; a\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nX-Trailer: y\r\nother: z\r\n\r\n"
            })
    void these_say_hello_however_they_are_cut(String text) throws IOException {
        for (int piece = 1; piece <= text.length(); piece++) {
            assertThat(read(text, piece)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "-1\r\n",
                "+5\r\nhello\r\n",
                "0x5\r\nhello\r\n",
                " 5\r\nhello\r\n",
                "\r\nhello\r\n",
                "5\nhello\n",
                "5\r\nhelloXX0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r\r0\r\n\r\n",
                "5 6\r\nhello\r\n",
                "123456789\r\nx",
                "5;a\nb\r\nhello\r\n",
                "5\r\nhello\r\n0\r\nx: y\n\r\n",
                "5\u0000\r\nhello\r\n"
            })
    void these_are_refused_and_no_fault_of_ours(String text) {
        for (int piece = 1; piece <= text.length(); piece++) {
            int size = piece;
            assertThatThrownBy(() -> read(text, size))
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            refused -> assertThat(refused.status().code()).isEqualTo(400));
        }
    }

    @Test
    void extensions_and_trailers_are_bounded_each_for_itself() throws IOException {
        String extension = ";" + "e".repeat(1_000) + "\r\n";
        String chunks = ("1" + extension + "x\r\n").repeat(500) + "0\r\n\r\n";
        assertThat(read(chunks, 4_096)).hasSize(500);
        assertThatThrownBy(() -> read("1;" + "e".repeat(1_100) + "\r\nx\r\n0\r\n\r\n", 4_096))
                .isInstanceOf(RequestException.class);
        assertThat(read("0\r\n" + "t: v\r\n".repeat(2_000) + "\r\n", 4_096)).isEmpty();
        assertThatThrownBy(() -> read("0\r\n" + "t: v\r\n".repeat(5_000) + "\r\n", 4_096))
                .isInstanceOf(RequestException.class);
    }

    @Test
    @Tag("S37")
    void the_chunk_that_crosses_the_limit_is_refused_by_its_size() {
        var body = new ChunkedBody(reader("200\r\n" + "x".repeat(512) + "\r\n200\r\n", 100), 1_000);
        assertThatThrownBy(body::readAllBytes)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(413));
    }

    @Test
    void the_end_of_the_connection_is_not_the_end_of_the_body() {
        String whole = "3\r\nabc\r\n2;x\r\nde\r\n0\r\nt: v\r\n\r\n";
        for (int cut = 0; cut < whole.length(); cut++) {
            String text = whole.substring(0, cut);
            assertThatThrownBy(() -> read(text, 7)).isInstanceOf(DataReader.InsufficientDataAvailableException.class);
        }
    }

    /** Apache's decoder is laxer in places; where both take a body they read the same, and what it refuses so do we. */
    @Test
    void it_reads_what_apaches_decoder_reads() throws IOException {
        var random = new Random(5);
        String letters = "0123456789abcdefABCDEF;\r\n xg=\"";
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int chunk = random.nextInt(4); chunk > 0; chunk--) {
                int size = 1 + random.nextInt(20);
                text.append(Integer.toHexString(size)).append(random.nextInt(3) == 0 ? ";x=y" : "");
                text.append("\r\n").append("d".repeat(size)).append("\r\n");
            }
            text.append("0\r\n\r\n");
            for (int change = random.nextInt(3); change > 0; change--) {
                int at = random.nextInt(text.length());
                char letter = letters.charAt(random.nextInt(letters.length()));
                if (random.nextBoolean()) {
                    text.setCharAt(at, letter);
                } else {
                    text.insert(at, letter);
                }
            }
            taken += agree(text.toString(), 1 + random.nextInt(30)) ? 1 : 0;
        }
        assertThat(taken).isBetween(5_000, 19_000);
    }

    private static boolean agree(String text, int piece) {
        String ours = ours(text, piece);
        if (ours != null) {
            assertThat(theirs(text)).as(text).isEqualTo(ours);
        }
        return ours != null;
    }

    private static @Nullable String ours(String text, int piece) {
        try {
            return read(text, piece);
        } catch (RequestException | DataReader.InsufficientDataAvailableException | IOException _) {
            return null;
        }
    }

    private static @Nullable String theirs(String text) {
        try (var chunks = new ChunkedInputStream(
                new SessionInputBufferImpl(4_096), new ByteArrayInputStream(text.getBytes(ISO_8859_1)))) {
            return new String(chunks.readAllBytes(), ISO_8859_1);
        } catch (IOException _) {
            return null;
        }
    }
}

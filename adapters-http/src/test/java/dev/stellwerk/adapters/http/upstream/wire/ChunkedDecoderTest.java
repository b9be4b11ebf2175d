package dev.stellwerk.adapters.http.upstream.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, 7.1, by vectors, by its bounds, and against the HTTP library's own decoder. */
class ChunkedDecoderTest {
    private static final String LAST = "0\r\n\r\n";

    /** Decodes in pieces that end at the cuts; null when the coding is refused. */
    private static @Nullable String decode(String coded, int... cuts) {
        byte[] bytes = coded.getBytes(ISO_8859_1);
        var decoder = new ChunkedDecoder();
        var out = new ByteArrayOutputStream();
        try {
            int from = 0;
            for (int cut : cuts) {
                out.write(bytes, from, decoder.decode(bytes, from, cut) - from);
                from = cut;
            }
            out.write(bytes, from, decoder.decode(bytes, from, bytes.length) - from);
        } catch (IOException _) {
            return null;
        }
        return decoder.done() ? out.toString(ISO_8859_1) : null;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0^^|''",
                "5^hello^0^^|hello",
                "5^hello^6^ world^0^^|hello world",
                "A^0123456789^0^^|0123456789",
                "a^0123456789^0^^|0123456789",
                "00000000000000000000005^hello^000^^|hello",
                "5;name^hello^0;last=1^^|hello",
                "5;name=value;other=\"quoted ; value\"^hello^0^^|hello",
                "5 ^hello^0  ^^|hello",
                "5 ;name^hello^0^^|hello",
                "5;chunk-signature=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa^hello^0^^|hello",
                "5^hello^0^x-trailer: 1^y: 2^^|hello",
                "4^^^^0^^|^^", // data that look like line ends
            })
    void what_the_rfc_allows_is_decoded(String coded, String plain) {
        assertThat(decode(coded.replace("^", "\r\n"))).isEqualTo(plain.replace("^", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                ";ext\r\nhello\r\n0\r\n\r\n",
                "-1\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "5 x\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5;ext\nhello\r\n0\r\n\r\n",
                "5;e\rxt\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhelloX\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\rX",
                "1 \n",
                "0\r\n\rX",
                "0\r\nx: 1\n\r\n",
                "0\r\nx: 1\r\r\n",
                "8000000000000000\r\nhello",
                "FFFFFFFFFFFFFFFFF\r\nhello",
                "5\r\nhell",
                "5\r\nhello\r\n",
                "5\r\nhello\r\n0\r\n",
            })
    void anything_else_is_refused_or_not_complete(String coded) {
        assertThat(decode(coded)).isNull();
    }

    @Test
    void the_largest_size_that_can_be_counted_is_no_fault() throws IOException {
        byte[] head = "7fffffffffffffff\r\nhello".getBytes(ISO_8859_1);
        assertThat(new ChunkedDecoder().decode(head, 0, head.length)).isEqualTo(5);
    }

    @Test
    void extensions_are_bounded_for_each_chunk_and_not_for_the_stream() {
        String most = "1;" + "e".repeat(ChunkedDecoder.SIZE_LINE_MAX - 2) + "\r\nx\r\n";
        String more = "1;" + "e".repeat(ChunkedDecoder.SIZE_LINE_MAX - 1) + "\r\nx\r\n";

        assertThat(decode(most.repeat(500) + LAST)).isEqualTo("x".repeat(500));
        assertThat(decode(most.repeat(500) + more + LAST)).isNull();
        assertThat(decode(more + LAST)).isNull();
    }

    @Test
    void leading_zeros_count_for_the_size_line() {
        int most = ChunkedDecoder.SIZE_LINE_MAX;
        assertThat(decode(("0".repeat(most - 1) + "1\r\nx\r\n").repeat(100) + LAST))
                .isEqualTo("x".repeat(100));
        assertThat(decode("0".repeat(most) + "1\r\nx\r\n" + LAST)).isNull();
    }

    @Test
    void trailers_are_bounded_together() {
        String line = "x-trailer-of-26-bytes: 12345";
        int lines = ChunkedDecoder.TRAILERS_MAX / line.length();
        assertThat(decode("0\r\n" + (line + "\r\n").repeat(lines) + "\r\n")).isEmpty();
        assertThat(decode("0\r\n" + (line + "\r\n").repeat(lines + 1) + "\r\n")).isNull();
    }

    @Test
    void bytes_behind_the_end_are_told() throws IOException {
        byte[] bytes = (LAST + "HTTP/1.1 200 OK").getBytes(ISO_8859_1);
        var decoder = new ChunkedDecoder();
        assertThat(decoder.decode(bytes, 0, bytes.length)).isZero();
        assertThat(decoder.done()).isTrue();
        assertThat(decoder.excess()).isTrue();
    }

    @Test
    void every_cut_gives_the_same_body() {
        String coded = "5;a=1\r\nhello\r\n00b \t;b\r\n, brave new\r\n1\r\n\r\r\n0;c\r\nx: 1\r\n\r\n";
        String plain = "hello, brave new\r";
        for (int first = 0; first <= coded.length(); first++) {
            for (int second = first; second <= coded.length(); second++) {
                assertThat(decode(coded, first, second))
                        .as("%d, %d", first, second)
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void damaged_codings_are_read_as_the_library_reads_them_or_refused() {
        var random = new Random(7);
        int accepted = 0;
        for (int round = 0; round < 30_000; round++) {
            String plain = text(random, random.nextInt(60));
            String whole = coded(plain, random);
            assertThat(decode(whole, cuts(whole, random))).as(whole).isEqualTo(plain);
            assertThat(byLibrary(whole)).isEqualTo(plain);

            String damaged = damaged(whole, random);
            String ours = decode(damaged, cuts(damaged, random));
            assertThat(ours).as(damaged).isEqualTo(byGrammar(damaged));
            if (ours != null) {
                accepted++;
                assertThat(byLibrary(damaged)).as(damaged).isEqualTo(ours);
            }
        }
        assertThat(accepted).isBetween(3_000, 27_000); // damage of both kinds was tried
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder();
        for (int at = 0; at < length; at++) {
            text.append(random.nextInt(5) == 0 ? "\r\n;0".charAt(random.nextInt(4)) : (char) random.nextInt(256));
        }
        return text.toString();
    }

    private static String coded(String plain, Random random) {
        var coded = new StringBuilder();
        int at = 0;
        while (at < plain.length()) {
            int end = Math.min(plain.length(), at + 1 + random.nextInt(30));
            coded.append("0".repeat(random.nextInt(3))).append(Integer.toHexString(end - at));
            coded.append(random.nextInt(3) == 0 ? ";ext=" + "e".repeat(random.nextInt(200)) : "");
            coded.append("\r\n").append(plain, at, end).append("\r\n");
            at = end;
        }
        return coded.append(random.nextBoolean() ? "0\r\n\r\n" : "00\r\nx: 1\r\ny: 2\r\n\r\n")
                .toString();
    }

    private static String damaged(String coded, Random random) {
        var damaged = new StringBuilder(coded);
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, "0a;\r\n +-x".charAt(random.nextInt(9)));
                case 2 -> damaged.setCharAt(at, "0a;\r\n +-x".charAt(random.nextInt(9)));
                default -> damaged.setCharAt(at, (char) random.nextInt(256));
            }
            if (damaged.isEmpty()) {
                damaged.append('0');
            }
        }
        return damaged.toString();
    }

    private static int[] cuts(String text, Random random) {
        return random.ints(random.nextInt(4), 0, text.length() + 1).sorted().toArray();
    }

    /** What the library makes of it. Trailers, which it parses as headers, are not compared. */
    private static String byLibrary(String coded) {
        var out = new ByteArrayOutputStream();
        var buffer = new SessionInputBufferImpl(64);
        try (var in = new ChunkedInputStream(buffer, new ByteArrayInputStream(coded.getBytes(ISO_8859_1)))) {
            in.transferTo(out);
        } catch (IOException _) {
            return out.toString(ISO_8859_1);
        }
        return out.toString(ISO_8859_1);
    }

    /** The grammar of the RFC once more, in the plainest way: null when it does not hold. */
    private static @Nullable String byGrammar(String coded) {
        var plain = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = coded.indexOf("\r\n", at);
            if (lineEnd < 0 || !coded.substring(at, lineEnd).matches("[0-9a-fA-F]+[ \\t]*(;[^\\r\\n]*)?")) {
                return null;
            }
            String digits = coded.substring(at, lineEnd).split("[ \\t;]", 2)[0].replaceFirst("^0+(?=.)", "");
            if (digits.length() > 7) {
                return null; // more than there is
            }
            int size = Integer.parseInt(digits, 16);
            at = lineEnd + 2;
            if (size == 0) {
                return coded.substring(at).matches("(?s)([^\\r\\n]+\\r\\n)*\\r\\n.*") ? plain.toString() : null;
            }
            if (coded.length() < at + size + 2 || !coded.startsWith("\r\n", at + size)) {
                return null;
            }
            plain.append(coded, at, at + size);
            at += size + 2;
        }
    }

    @Test
    void an_endless_line_is_refused_before_it_ends() {
        var decoder = new ChunkedDecoder();
        byte[] block = "e".repeat(1024).getBytes(ISO_8859_1);
        assertThatThrownBy(() -> {
                    byte[] start = "5;".getBytes(ISO_8859_1);
                    decoder.decode(start, 0, start.length);
                    for (int blocks = 0; blocks < 17; blocks++) {
                        decoder.decode(block, 0, block.length);
                    }
                })
                .isInstanceOf(IOException.class);
    }
}

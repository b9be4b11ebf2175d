package dev.stellwerk.adapters.http.upstream.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splitting and rewriting, without a socket: so that every way of cutting the bytes can be tried. */
class StreamRewritingTest {
    private static final AnswerWish WITHOUT_USAGE = new AnswerWish("chat", false, false);
    private static final AnswerWish WITH_USAGE = new AnswerWish("chat", true, false);

    /** Hands out bytes in pieces that end where the test says, then one by one or as they come. */
    private static final class Pieces extends InputStream {
        private final byte[] bytes;
        private final List<Integer> cuts;
        private int at;

        Pieces(byte[] bytes, List<Integer> cuts) {
            this.bytes = bytes;
            this.cuts = cuts;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int from, int room) {
            if (at == bytes.length) {
                return -1;
            }
            int end = bytes.length;
            for (int cut : cuts) {
                if (cut > at) {
                    end = Math.min(end, cut);
                }
            }
            int count = Math.min(room, end - at);
            System.arraycopy(bytes, at, into, from, count);
            at += count;
            return count;
        }
    }

    private record Result(String out, @Nullable UpstreamFailure failure, boolean complete, StreamRewriter rewriter) {}

    private static Result run(StreamRewriter rewriter, BodyReader body) throws IOException {
        var splitter = new EventSplitter();
        var out = new Output();
        UpstreamFailure failure = null;
        boolean goesOn = true;
        while (goesOn && failure == null) {
            goesOn = splitter.read(body);
            while (failure == null && splitter.next()) {
                failure = rewriter.accept(splitter, out);
            }
        }
        if (failure == null && splitter.rest()) {
            failure = rewriter.accept(splitter, out);
        }
        boolean complete = failure == null && rewriter.endOfBody(out);
        return new Result(out.toString(), failure, complete, rewriter);
    }

    private static Result run(AnswerWish wish, String stream) {
        try {
            return run(
                    chat(wish),
                    BodyReader.untilClose(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static ChunkRewriter chat(AnswerWish wish) {
        return new ChunkRewriter(true, wish, Calls.endpoint("http://upstream"), 3);
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String shown(String delta, String finish) {
        return chunk(delta, finish).replace("\"up\"", "\"chat\"");
    }

    private static final String USAGE =
            "data: {\"id\":\"c1\",\"created\":17,\"model\":\"up\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String STREAM = chunk("{\"role\":\"assistant\",\"content\":\"Grüße 😀\"}", "null")
            + chunk("{\"content\":\" \\\"x\\\" \"}", "null")
            + chunk("{}", "\"stop\"")
            + USAGE
            + DONE;
    private static final String SHOWN = shown("{\"role\":\"assistant\",\"content\":\"Grüße 😀\"}", "null")
            + shown("{\"content\":\" \\\"x\\\" \"}", "null")
            + shown("{}", "\"stop\"")
            + DONE;

    @Test
    void usage_is_taken_out_unless_it_is_wanted() {
        Result without = run(WITHOUT_USAGE, STREAM);
        assertThat(without.out()).isEqualTo(SHOWN);
        assertThat(without.complete()).isTrue();
        assertThat(without.rewriter().usage().total()).isEqualTo(12);
        assertThat(run(WITH_USAGE, STREAM).out())
                .isEqualTo(SHOWN.replace(
                        DONE,
                        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"chat\","
                                + "\"choices\":[{\"index\":0,\"delta\":{}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}\n\n"
                                + DONE));
        assertThat(run(new AnswerWish(null, true, true), STREAM).out())
                .contains("\"model\":\"up\",\"choices\":[],\"usage\":{");
    }

    @Test
    void every_way_of_cutting_gives_the_same_stream() throws IOException {
        byte[] plain = STREAM.getBytes(StandardCharsets.UTF_8);
        byte[] crlf = (":hello\r\n\r\n" + STREAM.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8);
        byte[] cr = STREAM.replace("\n", "\r").getBytes(StandardCharsets.UTF_8);
        byte[] mark = ("\uFEFF" + STREAM).getBytes(StandardCharsets.UTF_8);
        for (byte[] form : List.of(plain, crlf, cr, mark)) {
            for (int cut = 1; cut < form.length; cut++) {
                BodyReader body = BodyReader.untilClose(new Pieces(form, List.of(cut, cut + 1)));
                assertThat(run(chat(WITHOUT_USAGE), body).out())
                        .as("cut at %d", cut)
                        .isEqualTo(SHOWN);
            }
        }
    }

    @Test
    void every_way_of_cutting_chunks_gives_the_same_stream() throws IOException {
        var random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            byte[] coded = inChunks(STREAM.getBytes(StandardCharsets.UTF_8), random);
            var cuts = new ArrayList<Integer>();
            for (int i = 0; i < 10; i++) {
                cuts.add(random.nextInt(coded.length));
            }
            BodyReader body = BodyReader.ofChunks(new Pieces(coded, cuts));
            assertThat(run(chat(WITHOUT_USAGE), body).out()).isEqualTo(SHOWN);
            assertThat(body.ended()).isTrue();
        }
    }

    private static byte[] inChunks(byte[] bytes, Random random) {
        var coded = new StringBuilder();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(80));
            coded.append(Integer.toHexString(end - at))
                    .append(random.nextInt(4) == 0 ? ";ext=1" : "")
                    .append("\r\n");
            coded.append(text, at, end).append("\r\n");
            at = end;
        }
        coded.append(random.nextBoolean() ? "0\r\n\r\n" : "000\r\nx-trailer: 1\r\ny: 2\r\n\r\n");
        return coded.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                "-1\r\n",
                "5\nhello",
                "5\r\nhelloX\r\n",
                "5\r\nhello\rX",
                "123456789\r\n",
                "1 \n",
                "0\r\n\rX",
                "0x5\r\nhello\r\n"
            })
    void malformed_chunks_are_refused(String coded) {
        var body = BodyReader.ofChunks(new ByteArrayInputStream(coded.getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> body.readUpTo(100)).isInstanceOf(IOException.class);
    }

    @Test
    void data_on_several_lines_is_one_event() {
        Result result = run(
                WITHOUT_USAGE,
                "id: 1\nretry: 5\ndata: {\"id\":\"a\",\ndata:\"model\":\"up\",\ndata:  \"choices\":[]\ndata: }\n\n"
                        + DONE);
        assertThat(result.out()).isEqualTo("data: {\"id\":\"a\",\"model\":\"chat\",\"choices\":[]}\n\n" + DONE);
    }

    @Test
    void a_role_is_said_once_for_each_choice() {
        String first = chunk("{\"role\":\"assistant\",\"content\":\"a\"}", "null");
        String second = chunk("{\"role\":\"assistant\",\"content\":\"b\"}", "null");
        String other = second.replace("\"index\":0", "\"index\":1");
        String out = run(WITHOUT_USAGE, first + second + other).out();
        assertThat(out)
                .isEqualTo(first.replace("up", "chat")
                        + shown("{\"content\":\"b\"}", "null")
                        + other.replace("up", "chat"));
    }

    @Test
    void the_end_comes_in_a_chunk_of_its_own() {
        Result result = run(WITHOUT_USAGE, chunk("{\"content\":\"last\"}", "\"stop\"") + DONE);
        assertThat(result.out()).isEqualTo(shown("{\"content\":\"last\"}", "null") + shown("{}", "\"stop\"") + DONE);
    }

    @Test
    void a_stream_of_one_chunk_keeps_its_role() {
        Result result = run(WITHOUT_USAGE, chunk("{\"role\":\"assistant\",\"content\":\"all\"}", "\"length\"") + DONE);
        assertThat(result.out())
                .isEqualTo(shown("{\"role\":\"assistant\",\"content\":\"all\"}", "null")
                        + shown("{}", "\"length\"")
                        + DONE);
    }

    @Test
    void identity_does_not_vary() {
        String second = chunk("{\"content\":\"b\"}", "null").replace("c1", "c2").replace("17", "18");
        Result result = run(WITHOUT_USAGE, chunk("{\"content\":\"a\"}", "null") + second);
        assertThat(result.out()).isEqualTo(shown("{\"content\":\"a\"}", "null") + shown("{\"content\":\"b\"}", "null"));
    }

    @Test
    void usage_on_ordinary_chunks_is_held_until_the_end() {
        String last =
                chunk("{}", "\"stop\"").replace("]}\n", "],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n");
        Result result = run(
                WITH_USAGE, chunk("{\"content\":\"a\"}", "null").replace("]}\n", "],\"usage\":null}\n") + last + DONE);
        assertThat(result.out().split("\"usage\"", -1)).hasSize(2);
        assertThat(result.out()).contains("\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n" + DONE);
    }

    @Test
    void what_went_by_is_counted_when_the_upstream_does_not_say() {
        Result result = run(WITH_USAGE, chunk("{\"content\":\"" + "x".repeat(40) + "\"}", "\"stop\"") + DONE);
        assertThat(result.rewriter().usage().promptTokens()).isEqualTo(3);
        assertThat(result.rewriter().usage().completionTokens()).isEqualTo(10);
        assertThat(result.out()).contains("\"completion_tokens\":10,\"total_tokens\":13}");
    }

    @Test
    void a_stream_that_was_finished_gets_its_last_word() {
        Result result = run(WITHOUT_USAGE, chunk("{\"content\":\"a\"}", "null") + chunk("{}", "\"stop\""));
        assertThat(result.complete()).isTrue();
        assertThat(result.out()).endsWith(DONE);
        assertThat(run(WITHOUT_USAGE, chunk("{\"content\":\"a\"}", "null")).complete())
                .isFalse();
    }

    @Test
    void errors_and_nonsense_end_the_stream() {
        Result error = run(
                WITHOUT_USAGE,
                "data: {\"error\":{\"message\":\"broke\",\"type\":\"server_error\",\"code\":\"500\"}}\n\n");
        assertThat(error.failure()).isNotNull();
        assertThat(error.failure().message()).isEqualTo("broke");
        assertThat(error.out()).isEmpty();
        assertThat(run(WITHOUT_USAGE, "data: {\"error\":{\"message\":\"m\",\"code\":429}}\n\n")
                        .failure()
                        .status())
                .isEqualTo(429);
        assertThat(run(WITHOUT_USAGE, "data: {\"choices\":[\n\n").failure().kind())
                .isEqualTo(ErrorClass.INTERNAL_SERVER);
    }

    @Test
    void an_endless_event_is_cut() {
        var body = BodyReader.untilClose(
                new ByteArrayInputStream(("data: " + "x".repeat(33 << 20)).getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> run(chat(WITHOUT_USAGE), body))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("event");
    }

    @Test
    void large_events_pass_whole() {
        String large = chunk("{\"content\":\"" + "é".repeat(400_000) + "\"}", "null");
        String out = run(WITHOUT_USAGE, STREAM.replace(DONE, "") + large + DONE).out();
        assertThat(out.equals(SHOWN.replace(DONE, "") + large.replace("\"up\"", "\"chat\"") + DONE))
                .isTrue();
    }

    @Test
    void named_events_keep_their_names_and_the_response_its_clients_model() throws IOException {
        String stream = """
                event: response.created
                data: {"type":"response.created","response":{"id":"r","model":"up"}}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","delta":"\\"model\\":\\"up\\""}

                event: response.completed
                data: {"type":"response.completed","response":{"model":"up","usage":{"input_tokens":7,"output_tokens":5}}}

                """;
        var rewriter = new NamedEventRewriter(true, WITHOUT_USAGE, Calls.endpoint("http://u"), 0);
        Result result =
                run(rewriter, BodyReader.untilClose(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8))));
        assertThat(result.out()).isEqualTo(stream.replace("\"model\":\"up\"", "\"model\":\"chat\""));
        assertThat(result.complete()).isTrue();
        assertThat(rewriter.usage().total()).isEqualTo(12);
        assertThat(rewriter.begun()).isTrue();
    }

    private static String rewritten(NamedEventRewriter rewriter, String stream) throws IOException {
        return run(rewriter, BodyReader.untilClose(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8))))
                .out();
    }

    @Test
    void the_model_of_an_event_is_the_clients_wherever_it_stands() throws IOException {
        for (String event : List.of(
                "data: {\"type\":\"x\",\"model\":\"up\"}\n\n",
                "data: {\"type\":\"x\",\"model\":\"up\",\"response\":{\"model\":\"up\",\"a\":1},\"b\":2}\n\n",
                "data: {\"type\":\"x\",\"response\":{\"model\":\"up\"},\"model\":\"up\"}\n\n",
                "data: {\"type\":\"x\",\"response\":{\"a\":1},\"model\":\"up\"}\n\n")) {
            var rewriter = new NamedEventRewriter(true, WITHOUT_USAGE, Calls.endpoint("http://u"), 0);
            assertThat(rewritten(rewriter, event)).isEqualTo(event.replace("\"up\"", "\"chat\""));
            var kept = new NamedEventRewriter(true, new AnswerWish(null, false, false), Calls.endpoint("http://u"), 0);
            assertThat(rewritten(kept, event)).isEqualTo(event);
        }
    }

    @Test
    void streams_of_other_kinds_keep_their_last_word() throws IOException {
        String stream = "data: {\"type\":\"transcript.text.done\",\"text\":\"hi\"}\n\n" + DONE;
        var rewriter = new NamedEventRewriter(false, WITHOUT_USAGE, Calls.endpoint("http://u"), 0);
        assertThat(rewritten(rewriter, stream)).isEqualTo(stream);
    }
}

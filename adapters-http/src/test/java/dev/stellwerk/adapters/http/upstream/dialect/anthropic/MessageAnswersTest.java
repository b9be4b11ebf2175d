package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"messages\":[],\"stream\":true}";
    private static final String START = "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":{"
            + "\"input_tokens\":7,\"output_tokens\":1}}}\n\n";

    /** What became of a stream. */
    private record Seen(String text, @Nullable UpstreamFailure failure, MessageEvents rewriter) {}

    private static Seen read(String request, String stream) throws IOException {
        var events = new EventSplitter();
        var rewriter = new MessageEvents(Recorded.call(request), 1_000);
        var out = new Output();
        BodyReader body = BodyReader.untilClose(new ByteArrayInputStream(stream.getBytes(UTF_8)));
        UpstreamFailure failure = null;
        while (failure == null && events.read(body)) {
            while (failure == null && events.next()) {
                failure = rewriter.accept(events, out);
            }
        }
        return new Seen(out.toString(), failure, rewriter);
    }

    private static String event(String json) {
        return "data: " + json + "\n\n";
    }

    @Test
    void a_message_is_a_completion() throws IOException, MalformedJson {
        PlainAnswer answer = MessageAnswer.read(
                Recorded.call("{\"messages\":[]}"),
                Recorded.text("whole.message.json").getBytes(UTF_8),
                1_000);

        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(Recorded.text("whole.chat.json")));
        assertThat(answer.usage()).contains(new TokenUsage(1_210, 5, 1_000, 200, 50));
        assertThat(answer.filtered()).isFalse();
    }

    @Test
    void events_are_chunks() throws IOException {
        Seen seen = read(CHAT, Recorded.text("stream.message.txt"));

        String head =
                "data: {\"id\":\"msg_1\",\"object\":\"chat.completion.chunk\",\"created\":1000,\"model\":\"chat\",\"choices\":[";
        String chunks = Recorded.text("stream.chat.txt")
                .lines()
                .map(delta -> head + "{\"index\":0,\"delta\":" + delta
                        + (delta.contains("finish_reason") ? "}]}\n\n" : ",\"finish_reason\":null}]}\n\n"))
                .collect(Collectors.joining());
        assertThat(seen.text)
                .isEqualTo(chunks + head
                        + "],\"usage\":{\"prompt_tokens\":97,\"completion_tokens\":6,\"total_tokens\":103,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":90,\"cache_creation_tokens\":0},"
                        + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":90}}\n\ndata: [DONE]\n\n");
        assertThat(seen.rewriter.usage()).isEqualTo(new TokenUsage(97, 6, 90, 0, 0));
        assertThat(seen.rewriter.finished()).isTrue();
    }

    @Test
    void an_answer_that_comes_as_a_tools_input_is_content() throws IOException {
        Seen seen = read(
                Recorded.text("answer-as-tool.chat.json"),
                START
                        + event(
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                                        + "\"id\":\"t\",\"name\":\"json_tool_call\",\"input\":{}}}")
                        + event(
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                                        + "\"partial_json\":\"{\\\"a\\\":1}\"}}")
                        + event("{\"type\":\"content_block_stop\",\"index\":0}")
                        + event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}")
                        + event("{\"type\":\"message_stop\"}"));

        assertThat(seen.text)
                .contains("{\"content\":\"{\\\"a\\\":1}\"}", "\"finish_reason\":\"stop\"")
                .doesNotContain("tool_calls");
    }

    @Test
    void an_error_behind_the_opening_commits_to_nothing() throws IOException {
        Seen seen = read(
                CHAT,
                START
                        + event("{\"type\":\"ping\"}")
                        + event(
                                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));

        assertThat(seen.failure).isNotNull().extracting(UpstreamFailure::kind).isEqualTo(ErrorClass.INTERNAL_SERVER);
        assertThat(seen.rewriter.begun()).isFalse();
    }

    @Test
    void a_stream_that_is_cut_is_not_complete_and_pays_for_what_was_seen() throws IOException {
        Seen seen = read(
                CHAT,
                START
                        + event(
                                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}")
                        + event(
                                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"twelve bytes\"}}"));

        assertThat(seen.rewriter.endOfBody(new Output())).isFalse();
        assertThat(seen.rewriter.usage()).isEqualTo(new TokenUsage(7, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "400,invalid_request_error,no,BAD_REQUEST,400,false",
        "400,invalid_request_error,prompt is too long: 3 tokens,CONTEXT_WINDOW_EXCEEDED,400,true",
        "400,invalid_request_error,Output blocked by content filtering policy,CONTENT_POLICY_VIOLATION,400,true",
        "400,invalid_request_error,Your credit balance is too low to go on,AUTHENTICATION,400,false",
        "400,invalid_request_error,tools.0: 'credit balance is too low' is no name,AUTHENTICATION,400,true",
        "401,authentication_error,no,AUTHENTICATION,401,false",
        "402,billing_error,no,AUTHENTICATION,402,false",
        "413,request_too_large,no,BAD_REQUEST,413,false",
        "429,rate_limit_error,no,RATE_LIMIT,429,false",
        "529,overloaded_error,no,INTERNAL_SERVER,529,false",
        "0,overloaded_error,no,INTERNAL_SERVER,529,false",
        "0,timeout_error,no,TIMEOUT,504,false",
        "0,billing_error,no,AUTHENTICATION,402,false"
    })
    void errors_have_their_class(
            int status, String type, String message, ErrorClass kind, int told, boolean causedByCaller) {
        var endpoint = Recorded.call(CHAT).endpoint();
        var words = new ErrorWords(message, type, null, null);

        UpstreamFailure failure = status == 0
                ? AnthropicErrors.told(words, endpoint)
                : AnthropicErrors.ofAnswer(status, words, Optional.empty(), endpoint);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(told);
        assertThat(failure.causedByCaller()).isEqualTo(causedByCaller);
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn,stop",
        "stop_sequence,stop",
        "pause_turn,stop",
        "max_tokens,length",
        "model_context_window_exceeded,length",
        "compaction,length",
        "refusal,content_filter",
        "tool_use,tool_calls",
        "novel,stop"
    })
    void the_reason_of_the_end_is_told_in_openais_words(String reason, String finish) {
        assertThat(StopReason.asFinish(reason, true)).isEqualTo(finish);
    }
}

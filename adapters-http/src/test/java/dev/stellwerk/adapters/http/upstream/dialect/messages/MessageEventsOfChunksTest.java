package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.HI;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.calls;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.chunk;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.piece;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.stream;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.streamOf;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.streamOfDeltas;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.Streamed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageEventsOfChunksTest {

    @Test
    void a_text_is_one_block_between_one_beginning_and_one_end() {
        Streamed streamed = stream(
                chunk("{\"role\":\"assistant\",\"content\":\"\"}", null),
                chunk("{\"content\":\"a\\n\"}", null),
                chunk("{\"role\":\"assistant\",\"content\":\"b\"}", null),
                chunk("{}", "stop"),
                "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":9,\"total_tokens\":29,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":8}}}",
                "[DONE]");

        assertThat(streamed.types())
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(streamed.blocks()).containsExactly("text a\nb");
        assertThat(streamed.text()).doesNotContain("[DONE]");
        assertThat(streamed.events().get(5))
                .isEqualTo(
                        tree(
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{"
                                        + "\"input_tokens\":12,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":8,\"output_tokens\":9}}"));
        assertThat(streamed.complete()).isTrue();
        assertThat(streamed.usage().promptTokens()).isEqualTo(20);
    }

    @Test
    void the_beginning_has_all_that_clients_look_for() {
        JsonNode message =
                streamOfDeltas("{\"content\":\"a\"}").events().getFirst().get("message");
        int input = message.at("/usage/input_tokens").intValue();

        assertThat(input).isPositive();
        assertThat(message)
                .isEqualTo(
                        tree(
                                "{\"id\":\"c1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"chat\",\"content\":[],"
                                        + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                                        + input
                                        + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":0}}"));
    }

    @Test
    void thoughts_have_blocks_of_their_own_as_often_as_the_upstream_changes() {
        assertThat(streamOfDeltas(
                                "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"hm\"}",
                                "{\"reasoning_content\":\" hm\"}",
                                "{\"content\":\"so\",\"reasoning_content\":\"!\"}",
                                "{\"reasoning\":\"wait\"}",
                                "{\"refusal\":\"no\"}")
                        .blocks())
                .containsExactly("thinking hm hm!", "text so", "thinking wait", "text no");
    }

    @Test
    void no_empty_text_stands_before_a_call_and_the_end_says_so() {
        Streamed streamed = streamOfDeltas(
                "{\"role\":\"assistant\",\"content\":\"\"}",
                calls(piece(0, "c1", "f", "")),
                calls(piece(0, null, null, "{}")));

        assertThat(streamed.blocks()).containsExactly("tool_use c1 f {}");
        assertThat(streamed.events()
                        .get(streamed.events().size() - 2)
                        .at("/delta/stop_reason")
                        .textValue())
                .isEqualTo("tool_use");
    }

    @Test
    void fragments_count_that_come_with_the_name_or_with_the_reason_of_the_end() {
        assertThat(stream(
                                chunk(calls(piece(0, "c1", "f", "{\"a\":")), null),
                                chunk(calls(piece(0, null, null, "1}")), "tool_calls"),
                                "[DONE]")
                        .blocks())
                .containsExactly("tool_use c1 f {\"a\":1}");
    }

    @Test
    void every_call_of_a_chunk_counts() {
        assertThat(streamOfDeltas(calls(piece(0, "c1", "f", "{\"a\":1}"), piece(1, "c2", "g", "{\"b\":2}")))
                        .blocks())
                .containsExactly("tool_use c1 f {\"a\":1}", "tool_use c2 g {\"b\":2}");
    }

    @Test
    void fragments_of_calls_at_once_are_kept_for_their_blocks() {
        assertThat(streamOfDeltas(
                                calls(piece(0, "c1", "f", "")),
                                calls(piece(1, "c2", "g", "{\"b")),
                                calls(piece(0, null, null, "{\"a\":\"}\\\"")),
                                calls(piece(1, null, null, "\":2"), piece(0, null, null, "x\"")),
                                calls(piece(0, null, null, "}")),
                                calls(piece(1, null, null, "}")))
                        .blocks())
                .containsExactly("tool_use c1 f {\"a\":\"}\\\"x\"}", "tool_use c2 g {\"b\":2}");
    }

    @Test
    void a_call_goes_on_as_it_comes_once_the_one_before_is_complete() {
        Streamed streamed = streamOfDeltas(
                calls(piece(0, "c1", "f", "{}")),
                calls(piece(1, "c2", "g", "{\"b\":")),
                calls(piece(1, null, null, "2}")));

        assertThat(streamed.blocks()).containsExactly("tool_use c1 f {}", "tool_use c2 g {\"b\":2}");
        assertThat(streamed.types().stream()
                        .filter("content_block_delta"::equals)
                        .count())
                .isEqualTo(3);
    }

    @Test
    void blocks_are_in_the_order_of_the_calls_numbers() {
        assertThat(streamOfDeltas(calls(piece(1, "c2", "g", "{\"b\":2}")), calls(piece(0, "c1", "f", "{\"a\":1}")))
                        .blocks())
                .containsExactly("tool_use c1 f {\"a\":1}", "tool_use c2 g {\"b\":2}");
    }

    @Test
    void a_call_that_is_never_complete_ends_with_the_stream_and_nothing_behind_it_is_lost() {
        assertThat(streamOfDeltas(
                                calls(piece(0, "c1", "f", "{\"a\":")),
                                "{\"content\":\"words\"}",
                                calls(piece(1, "c2", "g", "{}")))
                        .blocks())
                .containsExactly("tool_use c1 f {\"a\":", "text words", "tool_use c2 g {}");
    }

    @Test
    void calls_that_are_numbered_alike_or_not_at_all_are_told_apart_by_their_names() {
        assertThat(streamOfDeltas(calls(piece(0, "c1", "f", "{}")), calls(piece(0, "c2", "g", "{}")))
                        .blocks())
                .containsExactly("tool_use c1 f {}", "tool_use c2 g {}");
        assertThat(streamOfDeltas(
                                "{\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
                                "{\"tool_calls\":[{\"id\":\"c2\",\"function\":{\"name\":\"g\",\"arguments\":{\"b\":2}}}]}")
                        .blocks())
                .containsExactly("tool_use c1 f {}", "tool_use c2 g {\"b\":2}");
    }

    @Test
    void calls_without_arguments_have_none_and_those_that_are_no_object_are_told_whole() {
        assertThat(streamOfDeltas(calls(piece(0, "c1", "f", ""), piece(1, "c2", "g", "[1]"), piece(2, "c:3", "h", "x")))
                        .blocks())
                .containsExactly(
                        "tool_use c1 f ",
                        "tool_use c2 g {\"raw_arguments\":\"[1]\"}",
                        "tool_use c_3 h {\"raw_arguments\":\"x\"}");
    }

    @Test
    void words_behind_a_call_have_a_block_of_their_own() {
        assertThat(streamOfDeltas("{\"content\":\"a\"}", calls(piece(0, "c1", "f", "{}")), "{\"content\":\"b\"}")
                        .blocks())
                .containsExactly("text a", "tool_use c1 f {}", "text b");
    }

    @ParameterizedTest
    @CsvSource({"stop,end_turn", "length,max_tokens", "content_filter,refusal", "odd,end_turn"})
    void the_end_says_why(String finish, String reason) {
        Streamed streamed = stream(chunk("{\"content\":\"a\"}", finish), "[DONE]");

        assertThat(streamed.events()
                        .get(streamed.events().size() - 2)
                        .at("/delta/stop_reason")
                        .textValue())
                .isEqualTo(reason);
    }

    @Test
    void usage_that_the_upstream_does_not_tell_is_counted_here() {
        Streamed streamed = streamOfDeltas("{\"content\":\"12345678\"}");
        JsonNode usage = streamed.events().get(streamed.events().size() - 2).get("usage");

        assertThat(usage.get("input_tokens").longValue())
                .isEqualTo(streamed.usage().promptTokens())
                .isPositive();
        assertThat(usage.get("output_tokens").longValue()).isEqualTo(2);
    }

    @Test
    void a_stream_that_breaks_has_no_end() {
        Streamed cut = stream(chunk("{\"content\":\"a\"}", null));
        Streamed told = stream(chunk("{\"content\":\"a\"}", null), "{\"error\":{\"message\":\"broke\"}}", "[DONE]");

        assertThat(cut.complete()).isFalse();
        assertThat(told.failure()).isNotNull();
        assertThat(cut.text() + told.text()).doesNotContain("message_delta", "message_stop", "stop_reason\":\"");
    }

    @Test
    void a_stream_that_only_forgets_its_last_word_is_complete() {
        Streamed streamed = stream(chunk("{\"content\":\"a\"}", null), chunk("{}", "stop"));

        assertThat(streamed.complete()).isTrue();
        assertThat(streamed.types()).endsWith("message_delta", "message_stop");
    }

    @Test
    void an_answer_without_a_word_is_a_message_without_content() {
        Streamed streamed = stream(chunk("{\"role\":\"assistant\"}", null), chunk("{}", "stop"), "[DONE]");

        assertThat(streamed.types()).containsExactly("message_start", "message_delta", "message_stop");
    }

    @Test
    void other_choices_than_the_first_are_not_told() {
        String second = chunk("{\"content\":\"b\"}", null).replace("\"index\":0", "\"index\":1");

        assertThat(stream(chunk("{\"content\":\"a\"}", null), second, chunk("{}", "stop"), "[DONE]")
                        .blocks())
                .containsExactly("text a");
    }

    @Test
    void a_tool_has_the_clients_name_again() {
        String name = "a".repeat(60) + "_tool_of_a_server";
        Streamed streamed = streamOf(
                HI + ",\"tools\":[{\"name\":\"" + name + "\",\"input_schema\":{}}]",
                "data: " + chunk(calls(piece(0, "c1", ToolNames.shortened(name), "{}")), "tool_calls")
                        + "\n\ndata: [DONE]\n\n");

        assertThat(streamed.blocks()).containsExactly("tool_use c1 " + name + " {}");
    }

    @Test
    void more_than_can_be_kept_ends_the_stream() {
        String piece = calls(piece(1, null, null, "x".repeat(1 << 20)));
        String[] deltas = new String[12];
        Arrays.fill(deltas, piece);
        deltas[0] = calls(piece(0, "c1", "f", ""), piece(1, "c2", "g", "{\"a\":\""));

        assertThat(streamOfDeltas(deltas).failure()).isNotNull();
    }
}

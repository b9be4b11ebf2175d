package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.HI;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.answer;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.message;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.tree;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageOfChatTest {
    private static final String CALL =
            "{\"id\":\"functions.f:0\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}";

    @Test
    void an_answer_is_a_message_with_thoughts_words_and_calls_in_this_order() {
        PlainAnswer answer = answer(
                HI,
                "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"tool_calls\":["
                        + CALL
                        + "],\"content\":\"so\\n\",\"reasoning_content\":\"hm\"},\"finish_reason\":\"stop\"}],\"usage\":{"
                        + "\"prompt_tokens\":30,\"completion_tokens\":4,\"total_tokens\":34,\"prompt_tokens_details\":{"
                        + "\"cached_tokens\":10,\"cache_creation_tokens\":5}}}");

        assertThat(tree(new String(answer.body(), UTF_8)))
                .isEqualTo(tree(
                        "{\"id\":\"c1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"chat\",\"content\":[{\"type\":"
                                + "\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"},{\"type\":\"text\",\"text\":\"so\\n\"},{\"type\":"
                                + "\"tool_use\",\"id\":\"functions_f_0\",\"name\":\"f\",\"input\":{\"a\":1}}],\"stop_reason\":\"tool_use\","
                                + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":15,\"cache_creation_input_tokens\":5,"
                                + "\"cache_read_input_tokens\":10,\"output_tokens\":4}}"));
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "stop,false,end_turn",
        "length,false,max_tokens",
        "content_filter,false,refusal",
        "odd,false,end_turn",
        "stop,true,tool_use",
        "tool_calls,true,tool_use",
        "length,true,max_tokens",
        "tool_calls,false,end_turn"
    })
    void it_ends_with_a_call_whatever_the_upstream_says_of_its_end(String finish, boolean calls, String reason) {
        String list = calls ? ",\"tool_calls\":[" + CALL + "]" : "";
        JsonNode message = message("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x\"" + list
                + "},\"finish_reason\":\"" + finish + "\"}");

        assertThat(message.get("stop_reason").textValue()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\"|{}",
                "\"  \"|{}",
                "null|{}",
                "{\"a\":1}|{\"a\":1}",
                "\"{\\\"a\\\":1} x\"|{\"raw_arguments\":\"{\\\"a\\\":1} x\"}",
                "\"[1]\"|{\"raw_arguments\":\"[1]\"}",
                "\"{\\\"a\\\":\"|{\"raw_arguments\":\"{\\\"a\\\":\"}"
            })
    void arguments_are_an_object_whatever_came(String arguments, String input) {
        JsonNode message = message(
                "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"c\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":" + arguments
                        + "}}]},\"finish_reason\":\"tool_calls\"}");

        assertThat(message.at("/content/0/input")).isEqualTo(tree(input));
        assertThat(message.get("content").size()).isEqualTo(1);
    }

    @Test
    void a_refusal_is_what_is_said() {
        JsonNode message = message(
                "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":\"no\",\"reasoning\":"
                        + "\"hm\"},\"finish_reason\":\"stop\"}");

        assertThat(message.get("content"))
                .isEqualTo(
                        tree(
                                "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"},{\"type\":\"text\",\"text\":\"no\"}]"));
    }

    @Test
    void usage_that_the_upstream_does_not_tell_is_counted_here() {
        JsonNode usage = message(
                        "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"12345678\"},\"finish_reason\":\"stop\"}")
                .get("usage");

        assertThat(usage.get("input_tokens").intValue()).isPositive();
        assertThat(usage.get("output_tokens").intValue()).isPositive();
        assertThat(usage.get("cache_read_input_tokens").intValue()).isZero();
        assertThat(usage.get("cache_creation_input_tokens").intValue()).isZero();
    }

    @Test
    void a_tool_has_the_clients_name_again() {
        String name = "a".repeat(60) + "_tool_of_a_server";
        PlainAnswer answer = answer(
                HI + ",\"tools\":[{\"name\":\"" + name + "\",\"input_schema\":{}}]",
                "{\"choices\":[{\"index\":0,\"message\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\""
                        + ToolNames.shortened(name) + "\",\"arguments\":\"\"}}]},\"finish_reason\":\"stop\"}]}");

        assertThat(tree(new String(answer.body(), UTF_8)).at("/content/0/name").textValue())
                .isEqualTo(name);
    }

    @Test
    void an_error_told_inside_a_success_stays_one() {
        assertThat(answer(HI, "{\"error\":{\"message\":\"broke\"}}").error()).isNotNull();
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.SteppedTime;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.AnthropicDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiLayout;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesOverChatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode tree(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }

    private static OutgoingCall call(String json, Map<String, Object> overrides) {
        RequestBody body = RequestBody.parse(json.getBytes(UTF_8)).withMetadataPassed();
        return new OutgoingCall(
                CallType.RESPONSES,
                body.streaming(),
                Calls.endpoint("http://h"),
                ModelFacts.UNKNOWN,
                body,
                overrides,
                Map.of(),
                new AnswerWish("chat", false, false));
    }

    private static ResponsesOverChat over(Dialect chat) {
        return new ResponsesOverChat(chat, new SteppedTime());
    }

    private static ResponsesOverChat overOpenAi() {
        return over(new OpenAiDialect(new OpenAiLayout()));
    }

    private static JsonNode sent(ResponsesOverChat dialect, OutgoingCall call) throws IOException {
        var bytes = new ByteArrayOutputStream();
        dialect.request(call).body().writeTo(bytes);
        return tree(bytes.toString(UTF_8));
    }

    private static JsonNode sent(String members) throws IOException {
        return sent(overOpenAi(), call("{\"model\":\"chat\"," + members + "}", Map.of()));
    }

    @Test
    void a_text_with_instructions_is_a_chat_of_two_messages_and_parameters_have_their_names_there() throws IOException {
        JsonNode sent = sent(
                "\"instructions\":\"be short\",\"input\":\"hi\",\"max_output_tokens\":9,\"temperature\":0.5,\"reasoning\":{"
                        + "\"effort\":\"low\",\"summary\":\"auto\"},\"text\":{\"verbosity\":\"low\",\"format\":{\"type\":\"json_schema\",\"name\":"
                        + "\"n\",\"schema\":{\"a\":1},\"strict\":true}},\"store\":false,\"include\":[\"reasoning.encrypted_content\"],"
                        + "\"metadata\":{\"a\":\"b\"},\"truncation\":\"disabled\",\"prompt_cache_key\":\"k\",\"previous_response_id\":null");

        assertThat(sent)
                .isEqualTo(tree(
                        "{\"model\":\"real-name\",\"messages\":[{\"role\":\"system\",\"content\":\"be short\"},{\"role\":"
                                + "\"user\",\"content\":\"hi\"}],\"max_tokens\":9,\"reasoning_effort\":\"low\",\"verbosity\":\"low\","
                                + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"a\":1},"
                                + "\"strict\":true}},\"temperature\":0.5}"));
    }

    @Test
    void items_are_messages_and_calls_behind_each_other_one_message() throws IOException {
        JsonNode sent = sent(
                "\"input\":[{\"role\":\"developer\",\"content\":\"d\"},{\"type\":\"message\",\"role\":\"user\",\"content\":[{"
                        + "\"type\":\"input_text\",\"text\":\"look\"},{\"type\":\"input_image\",\"image_url\":\"http://p\",\"detail\":\"low\"},{"
                        + "\"type\":\"input_file\",\"filename\":\"f\",\"file_data\":\"data:x\"}]},{\"type\":\"reasoning\",\"id\":\"rs\",\"summary\":"
                        + "[]},{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"},{\"type\":"
                        + "\"refusal\",\"refusal\":\"b\"}]},{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"},{"
                        + "\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"g\",\"arguments\":\"{\\\"a\\\":1}\"},{\"type\":"
                        + "\"function_call_output\",\"call_id\":\"c1\",\"output\":\"one\"},{\"type\":\"function_call_output\",\"call_id\":\"c2\","
                        + "\"output\":[{\"type\":\"input_text\",\"text\":\"two\"},{\"type\":\"input_image\",\"image_url\":\"http://q\"}]}]");

        assertThat(sent.get("messages"))
                .isEqualTo(
                        tree(
                                "[{\"role\":\"system\",\"content\":\"d\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
                                        + "\"look\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://p\",\"detail\":\"low\"}},{\"type\":\"file\","
                                        + "\"file\":{\"filename\":\"f\",\"file_data\":\"data:x\"}}]},{\"role\":\"assistant\",\"content\":\"ab\","
                                        + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"id\":"
                                        + "\"c2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"a\\\":1}\"}}]},{\"role\":\"tool\","
                                        + "\"tool_call_id\":\"c1\",\"content\":\"one\"},{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"two\"},{"
                                        + "\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://q\"}}]}]"));
    }

    @Test
    void tools_of_the_clients_are_functions_and_the_choice_comes_with_them_alone() throws IOException {
        String choice =
                "\"input\":\"x\",\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"},\"parallel_tool_calls\":false";
        JsonNode sent = sent(choice
                + ",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"description\":\"d\",\"parameters\":{},\"strict\":true},{\"type\":"
                + "\"web_search\"}]");

        assertThat(sent.get("tools"))
                .isEqualTo(tree(
                        "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":{},\"strict\":"
                                + "true}}]"));
        assertThat(sent.get("tool_choice")).isEqualTo(tree("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"));
        assertThat(sent.get("parallel_tool_calls").booleanValue()).isFalse();
        assertThat(sent.get("web_search_options")).isEqualTo(tree("{}"));
        assertThat(sent(choice).fieldNames()).toIterable().containsExactlyInAnyOrder("model", "messages");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"input\":\"x\",\"previous_response_id\":\"resp_1\"|previous_response_id",
                "\"input\":\"x\",\"conversation\":\"c\"|conversation",
                "\"input\":\"x\",\"prompt\":{\"id\":\"p\"}|prompt",
                "\"input\":\"x\",\"background\":true|background",
                "\"input\":7|input",
                "\"store\":true|input",
                "\"input\":[{\"type\":\"message\",\"role\":\"robot\",\"content\":\"x\"}]|input",
                "\"input\":[{\"type\":\"function_call_output\",\"output\":\"x\"}]|input"
            })
    void what_only_a_store_could_answer_and_what_is_no_input_is_refused_by_name(String members, String name) {
        for (String further : List.of("", ",\"drop_params\":true")) {
            assertThatThrownBy(() -> sent(members + further))
                    .isInstanceOfSatisfying(
                            UntranslatableCall.class,
                            refused -> assertThat(refused.parameter()).isEqualTo(name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"input\":\"x\",\"tools\":[{\"type\":\"file_search\"}]",
                "\"input\":[{\"type\":\"item_reference\",\"id\":\"i\"}]",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}]",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_url\":\"f\"}]}]",
                "\"input\":\"x\",\"top_logprobs\":3"
            })
    void what_is_openais_alone_is_refused_or_dropped(String members) throws IOException {
        assertThatThrownBy(() -> sent(members)).isInstanceOf(UntranslatableCall.class);
        assertThat(sent(members + ",\"drop_params\":true").has("messages")).isTrue();
    }

    @Test
    void what_a_fallback_replaces_is_replaced_in_the_clients_words() throws IOException {
        JsonNode sent = sent(
                overOpenAi(),
                call(
                        "{\"model\":\"chat\",\"input\":\"a\",\"drop_params\":true}",
                        Map.of("input", "b", "max_output_tokens", 5)));

        assertThat(sent)
                .isEqualTo(
                        tree(
                                "{\"model\":\"real-name\",\"messages\":[{\"role\":\"user\",\"content\":\"b\"}],\"max_tokens\":5}"));
    }

    @Test
    void it_stands_before_anthropics_dialect_as_well() throws IOException {
        JsonNode sent = sent(
                over(new AnthropicDialect(new SteppedTime())),
                call("{\"instructions\":\"s\",\"input\":\"hi\",\"max_output_tokens\":7}", Map.of()));

        assertThat(sent.get("max_tokens").intValue()).isEqualTo(7);
        assertThat(sent.at("/system/0/text").textValue()).isEqualTo("s");
    }

    @Test
    void an_answer_is_a_response_with_an_item_for_all_that_is_in_it() throws IOException, MalformedJson {
        PlainAnswer answer = overOpenAi()
                .answer(
                        call("{\"input\":\"x\",\"metadata\":{\"a\":\"b\"},\"tools\":[]}", Map.of()),
                        ("{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"so\\n\","
                                        + "\"reasoning_content\":\"hm\",\"tool_calls\":[{\"id\":\"call:1\",\"function\":{\"name\":\"f\","
                                        + "\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":30,"
                                        + "\"completion_tokens\":4,\"total_tokens\":34,\"prompt_tokens_details\":{\"cached_tokens\":10},"
                                        + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}}")
                                .getBytes(UTF_8));
        JsonNode response = tree(new String(answer.body(), UTF_8));

        assertThat(response.get("output"))
                .isEqualTo(
                        tree(
                                "[{\"id\":\"rs_c1_0\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}]},{"
                                        + "\"id\":\"msg_c1_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":"
                                        + "\"output_text\",\"text\":\"so\\n\",\"annotations\":[],\"logprobs\":[]}]},{\"id\":\"fc_c1_2\",\"type\":"
                                        + "\"function_call\",\"status\":\"completed\",\"call_id\":\"call:1\",\"name\":\"f\",\"arguments\":\"{}\"}]"));
        assertThat(response.get("usage"))
                .isEqualTo(
                        tree("{\"input_tokens\":30,\"input_tokens_details\":{\"cached_tokens\":10},\"output_tokens\":4,"
                                + "\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":34}"));
        assertThat(List.of(
                        response.get("id").textValue(),
                        response.get("object").textValue(),
                        response.get("model").textValue(),
                        response.get("status").textValue()))
                .containsExactly("resp_c1", "response", "chat", "completed");
        assertThat(response.get("metadata")).isEqualTo(tree("{\"a\":\"b\"}"));
        assertThat(answer.id()).isNull(); // so that nobody is sent there to continue it
    }

    @ParameterizedTest
    @CsvSource({"length,max_output_tokens", "content_filter,content_filter"})
    void an_answer_that_was_cut_is_incomplete_and_says_why(String finish, String reason)
            throws IOException, MalformedJson {
        PlainAnswer answer = overOpenAi()
                .answer(
                        call("{\"input\":\"x\"}", Map.of()),
                        ("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"" + finish
                                        + "\"}]}")
                                .getBytes(UTF_8));
        JsonNode response = tree(new String(answer.body(), UTF_8));

        assertThat(response.get("status").textValue()).isEqualTo("incomplete");
        assertThat(response.at("/incomplete_details/reason").textValue()).isEqualTo(reason);
    }

    private static List<JsonNode> stream(String... deltas) throws IOException {
        var text = new StringBuilder();
        for (String delta : deltas) {
            text.append("data: {\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":")
                    .append(delta)
                    .append("}]}\n\n");
        }
        text.append("data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        text.append(
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12}}\n\n");
        text.append("data: [DONE]\n\n");
        StreamTranslation translation =
                overOpenAi().stream(call("{\"input\":\"x\",\"stream\":true,\"temperature\":0.25}", Map.of()));
        var out = new Output();
        BodyReader body =
                BodyReader.untilClose(new ByteArrayInputStream(text.toString().getBytes(UTF_8)));
        while (translation.events().read(body)) {
            while (translation.events().next()) {
                assertThat(translation.rewriter().accept(translation.events(), out))
                        .isNull();
            }
        }
        assertThat(translation.rewriter().finished()).isTrue();
        assertThat(translation.rewriter().answerId()).isNull();
        var events = new ArrayList<JsonNode>();
        for (String event : out.toString().split("\n\n", -1)) {
            if (!event.isEmpty()) {
                String[] lines = event.split("\n", -1);
                JsonNode data = tree(lines[1].substring("data: ".length()));
                assertThat(lines[0]).isEqualTo("event: " + data.get("type").textValue());
                assertThat(data.get("sequence_number").intValue()).isEqualTo(events.size());
                events.add(data);
            }
        }
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.get("type").textValue().substring("response.".length()))
                .toList();
    }

    @Test
    void a_stream_tells_each_item_in_pieces_and_as_a_whole_and_ends_with_all_of_them() throws IOException {
        List<JsonNode> events = stream(
                "{\"role\":\"assistant\",\"content\":\"\"}",
                "{\"reasoning_content\":\"hm\"}",
                "{\"content\":\"a\\n\"}",
                "{\"content\":\"b\"}",
                "{\"tool_calls\":[{\"index\":0,\"id\":\"k1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}",
                "{\"tool_calls\":[{\"index\":1,\"id\":\"k2\",\"function\":{\"name\":\"g\",\"arguments\":\"x\"}},{\"index\":0,\"function\":"
                        + "{\"arguments\":\"1}\"}}]}");

        assertThat(types(events))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "reasoning_summary_part.added",
                        "reasoning_summary_text.delta",
                        "reasoning_summary_text.done",
                        "reasoning_summary_part.done",
                        "output_item.done",
                        "output_item.added",
                        "content_part.added",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "output_item.added",
                        "function_call_arguments.delta",
                        "function_call_arguments.delta",
                        "function_call_arguments.done",
                        "output_item.done",
                        "output_item.added",
                        "function_call_arguments.delta",
                        "function_call_arguments.done",
                        "output_item.done",
                        "completed");
        JsonNode response = events.getLast().get("response");
        assertThat(response.at("/output/1/content/0/text").textValue()).isEqualTo("a\nb");
        assertThat(response.at("/output/2/arguments").textValue()).isEqualTo("{\"a\":1}");
        assertThat(response.at("/output/3/arguments").textValue()).isEqualTo("x");
        assertThat(response.at("/usage/total_tokens").intValue()).isEqualTo(12);
        assertThat(response.get("temperature").doubleValue()).isEqualTo(0.25);
        assertThat(events.getFirst().at("/response/status").textValue()).isEqualTo("in_progress");
        assertThat(events.get(12).get("text").textValue()).isEqualTo("a\nb");
    }

    @Test
    void each_event_of_an_item_names_it_and_its_place() throws IOException {
        List<JsonNode> events = stream("{\"refusal\":\"no\"}", "{\"content\":\"yes\"}");

        String id = events.get(2).at("/item/id").textValue();
        for (JsonNode event : events.subList(3, 7)) {
            JsonNode named = event.has("item") ? event.at("/item/id") : event.get("item_id");
            assertThat(named.textValue()).isEqualTo(id);
            assertThat(event.get("output_index").intValue()).isZero();
        }
        assertThat(events.getLast().at("/response/output/0/content/0/refusal").textValue())
                .isEqualTo("no");
        assertThat(events.getLast().at("/response/output/1/content/0/text").textValue())
                .isEqualTo("yes");
    }
}

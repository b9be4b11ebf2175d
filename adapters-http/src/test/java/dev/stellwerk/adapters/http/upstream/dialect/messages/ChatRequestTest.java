package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.HI;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.call;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.sent;
import static dev.stellwerk.adapters.http.upstream.dialect.messages.Bridged.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.domain.deployment.Abilities;
import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.ModelFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {
    private static final String LONG = "a".repeat(60) + "_tool_of_a_server";
    private static final String SHORTENED = "a".repeat(55) + "_13a5d4f1";

    private static JsonNode messages(String messages) {
        return sent("\"messages\":[" + messages + "]").get("messages");
    }

    private static void assertRefused(ThrowingCallable request, String parameter, String words) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        UntranslatableCall.class,
                        refused -> assertThat(refused.parameter()).isEqualTo(parameter))
                .hasMessageContaining(words);
    }

    @Test
    void what_both_apis_know_goes_as_it_is_and_the_rest_by_its_name_there() {
        JsonNode sent =
                sent(HI + ",\"max_tokens\":9,\"temperature\":0.50,\"top_p\":1,\"top_k\":4,\"stop_sequences\":[\"x\"],"
                        + "\"metadata\":{\"user_id\":\"" + "\uD83D\uDE00".repeat(70) + "\"},\"own_idea\":{\"a\":1}");

        assertThat(sent)
                .isEqualTo(
                        tree(
                                "{\"model\":\"real-name\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stop\":[\"x\"],"
                                        + "\"user\":\"" + "\uD83D\uDE00".repeat(64)
                                        + "\",\"max_tokens\":9,\"temperature\":0.50,\"top_p\":1,\"top_k\":4,\"own_idea\":{\"a\":1}}"));
    }

    @Test
    void what_is_anthropics_alone_and_changes_nothing_is_left_out() {
        JsonNode sent = sent(
                "\"system\":[{\"type\":\"text\",\"text\":\"s\",\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":[{\"role\":"
                        + "\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}}]}],"
                        + "\"cache_control\":{},\"context_management\":{},\"service_tier\":\"auto\",\"speed\":\"fast\",\"user\":\"u\","
                        + "\"metadata\":{},\"stop_sequences\":[],\"thinking\":{\"type\":\"disabled\"},\"temperature\":null");

        assertThat(sent)
                .isEqualTo(tree(
                        "{\"model\":\"real-name\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\","
                                + "\"content\":\"Hi\"}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcp_servers", "container", "inference_geo"})
    void what_is_anthropics_alone_and_changes_the_call_is_refused_or_dropped(String name) {
        String member = HI + ",\"" + name + "\":[\"x\"]";

        assertRefused(() -> sent(member), name, name);
        assertThat(sent(member + ",\"drop_params\":true").has(name)).isFalse();
        assertThat(sent(call("{" + member + "}", Map.of(), Map.of("drop_params", true)))
                        .has(name))
                .isFalse();
    }

    @Test
    void several_texts_of_the_system_are_parts_and_those_in_between_stay_there() {
        JsonNode sent =
                sent("\"system\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}],\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"1\"},{\"role\":\"system\",\"content\":\"c\"},{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"2\"},{\"type\":\"mid_conv_system\",\"content\":[{\"type\":\"text\",\"text\":\"d\"}]},"
                        + "{\"type\":\"text\",\"text\":\"3\"}]}]");

        assertThat(sent.get("messages"))
                .isEqualTo(
                        tree(
                                "[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":"
                                        + "\"b\"}]},{\"role\":\"user\",\"content\":\"1\"},{\"role\":\"system\",\"content\":\"c\"},{\"role\":\"user\","
                                        + "\"content\":\"2\"},{\"role\":\"system\",\"content\":\"d\"},{\"role\":\"user\",\"content\":\"3\"}]"));
    }

    @Test
    void results_stand_directly_behind_their_calls_and_their_pictures_in_front_of_what_the_user_says() {
        JsonNode messages = messages(
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":"
                        + "{ \"a\" : \"\\u00e9\\n\" }},{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"g\"}]},{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"so?\"},{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"one \"},{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"http://p\"}},{\"type\":\"text\",\"text\":"
                        + "\"two\"}]}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t2\"}]}");

        assertThat(messages)
                .isEqualTo(
                        tree(
                                "[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\","
                                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{ \\\"a\\\" : \\\"\\\\u00e9\\\\n\\\" }\"}},{\"id\":\"t2\",\"type\":"
                                        + "\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"t1\","
                                        + "\"content\":\"one two\"},{\"role\":\"tool\",\"tool_call_id\":\"t2\",\"content\":\"\"},{\"role\":\"user\","
                                        + "\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://p\"}},{\"type\":\"text\",\"text\":\"so?\"}]}]"));
    }

    @Test
    void what_an_assistant_thought_stays_behind() {
        JsonNode messages = messages(
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"x\",\"signature\":\"y\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"z\"},{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"x\",\"signature\":\"y\"}]}");

        assertThat(messages).isEqualTo(tree("[{\"role\":\"assistant\",\"content\":\"ab\"}]"));
    }

    @Test
    void documents_are_files_or_texts() {
        JsonNode content = messages(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":"
                                + "\"application/pdf\",\"data\":\"AA==\"}},{\"type\":\"document\",\"title\":\"t\",\"source\":{\"type\":\"text\","
                                + "\"media_type\":\"text/plain\",\"data\":\"words\"}},{\"type\":\"document\",\"source\":{\"type\":\"content\","
                                + "\"content\":[{\"type\":\"text\",\"text\":\"more\"}]}}]}")
                .at("/0/content");

        assertThat(content)
                .isEqualTo(tree("[{\"type\":\"file\",\"file\":{\"filename\":\"document.pdf\",\"file_data\":"
                        + "\"data:application/pdf;base64,AA==\"}},{\"type\":\"text\",\"text\":\"words\"},{\"type\":\"text\",\"text\":"
                        + "\"more\"}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"http://d\"}}|documents with a source of type 'url'",
                "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}|images with a source of type 'file'",
                "{\"type\":\"container_upload\",\"file_id\":\"f\"}|content of type 'container_upload'"
            })
    void content_that_cannot_be_said_is_named_and_left_out_only_where_that_is_wanted(String block, String words) {
        String members =
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}," + block + "]}]";

        assertRefused(() -> sent(members), "messages", words);
        assertThat(sent(members + ",\"drop_params\":true").at("/messages/0/content"))
                .isEqualTo(tree("\"x\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"messages\":7|messages must be a list",
                "\"messages\":[7]|messages[0] must be an object",
                "\"messages\":[{\"role\":\"user\",\"role\":\"assistant\",\"content\":\"x\"}]|each of its names once",
                "\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]|messages[0].role must be",
                "\"messages\":[{\"role\":\"user\",\"content\":{}}]|must be a text or a list",
                "\"messages\":[{\"role\":\"user\",\"content\":[\"x\"]}]|content must be objects",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":5}]}]|must have a 'text'",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]|must have a 'source'",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]|must have a 'tool_use_id'",
                "\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"x\"}]}]|an 'id' and a 'name'"
            })
    void what_cannot_be_a_conversation_is_refused_by_its_place(String members, String words) {
        assertRefused(() -> sent(members), "messages", words);
    }

    @Test
    void of_a_tool_nothing_goes_along_that_its_schema_does_not_have() {
        JsonNode sent = sent(
                HI + ",\"tools\":[{\"type\":\"custom\",\"name\":\"f\",\"description\":\"d\",\"input_schema\":{\"type\":"
                        + "\"object\",\"$defs\":{\"a\":1e2}},\"strict\":true,\"cache_control\":{},\"eager_input_streaming\":true,"
                        + "\"allowed_callers\":[]},{\"name\":\"g\",\"input_schema\":{}}],\"tool_choice\":{\"type\":\"any\","
                        + "\"disable_parallel_tool_use\":true}");

        assertThat(sent.get("tools"))
                .isEqualTo(tree(
                        "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":"
                                + "\"object\",\"$defs\":{\"a\":1e2}},\"strict\":true}},{\"type\":\"function\",\"function\":{\"name\":\"g\","
                                + "\"parameters\":{}}}]"));
        assertThat(sent.get("tool_choice").textValue()).isEqualTo("required");
        assertThat(sent.get("parallel_tool_calls").booleanValue()).isFalse();
    }

    @Test
    void a_choice_of_tools_is_sent_with_tools_alone() {
        JsonNode sent =
                sent(HI + ",\"tools\":[],\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");

        assertThat(sent.has("tools") || sent.has("tool_choice") || sent.has("parallel_tool_calls"))
                .isFalse();
    }

    @Test
    void anthropics_own_tools_are_searched_with_or_named() {
        String bash = HI
                + ",\"tools\":[{\"type\":\"bash_20250124\",\"name\":\"bash\"},{\"type\":\"web_search_20250305\",\"name\":"
                + "\"web_search\"},{\"name\":\"f\",\"input_schema\":{}}]";

        assertRefused(() -> sent(bash), "tools", "'bash_20250124'");
        JsonNode dropped = sent(bash + ",\"drop_params\":true");
        assertThat(dropped.get("tools").size()).isEqualTo(1);
        assertThat(dropped.get("web_search_options")).isEqualTo(tree("{}"));
    }

    @Test
    void a_long_name_of_a_tool_is_shortened_everywhere_alike() {
        JsonNode sent = sent(
                "\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\""
                        + LONG
                        + "\",\"input\":{}}]}],\"tools\":[{\"name\":\"" + LONG
                        + "\",\"input_schema\":{}}],\"tool_choice\":{\"type\":\"tool\",\"name\":\"" + LONG + "\"}");

        assertThat(List.of(
                        sent.at("/messages/0/tool_calls/0/function/name").textValue(),
                        sent.at("/tools/0/function/name").textValue(),
                        sent.at("/tool_choice/function/name").textValue()))
                .containsOnly(ToolNames.shortened(LONG));
        assertThat(ToolNames.shortened(LONG)).hasSize(64).isEqualTo(SHORTENED);
    }

    @ParameterizedTest
    @CsvSource({"1024,minimal", "1999,minimal", "2000,low", "4999,low", "5000,medium", "9999,medium", "10000,high"})
    void a_budget_is_an_effort(int budget, String effort) {
        assertThat(sent(HI + ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":" + budget + "}")
                        .get("reasoning_effort")
                        .textValue())
                .isEqualTo(effort);
    }

    @Test
    void adaptive_thinking_is_the_clients_effort_or_a_medium_one_and_none_before_a_model_that_does_not_think() {
        String adaptive = HI + ",\"thinking\":{\"type\":\"adaptive\"}";
        var thoughtless = new ModelFacts(
                "chat",
                null,
                null,
                null,
                null,
                Set.of(),
                Map.of(),
                Abilities.of(Map.of(Ability.REASONING, false)),
                Set.of());

        assertThat(sent(adaptive).get("reasoning_effort").textValue()).isEqualTo("medium");
        assertThat(sent(adaptive + ",\"output_config\":{\"effort\":\"high\"}")
                        .get("reasoning_effort")
                        .textValue())
                .isEqualTo("high");
        assertThat(sent(call("{" + adaptive + "}", thoughtless, Map.of(), Map.of()))
                        .has("reasoning_effort"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"a\"],\"additionalProperties\":false}|false",
                "{\"type\":\"object\",\"properties\":{\"a\":{}},\"required\":[\"a\"]}|false",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}},\"required\":[\"a\"],"
                        + "\"additionalProperties\":false}|false",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"],"
                        + "\"additionalProperties\":false}|true"
            })
    void a_schema_stays_as_it_is_and_is_strict_only_where_it_is_by_openais_rules(String schema, boolean strict) {
        for (String name : List.of("\"output_config\":{\"format\":", "\"output_format\":")) {
            String end = name.startsWith("\"output_config") ? "}}" : "}";
            JsonNode format = sent(HI + "," + name + "{\"type\":\"json_schema\",\"schema\":" + schema + end)
                    .get("response_format");

            assertThat(format)
                    .isEqualTo(
                            tree("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"structured_output\",\"schema\":"
                                    + schema + (strict ? ",\"strict\":true" : "") + "}}"));
        }
    }

    @Test
    void a_stream_is_asked_to_tell_its_usage() {
        JsonNode sent = sent(HI + ",\"stream\":true");

        assertThat(sent.at("/stream_options/include_usage").booleanValue()).isTrue();
    }

    @Test
    void what_a_fallback_replaces_is_replaced_in_the_clients_words_and_what_a_deployment_adds_in_openais() {
        String json = "{\"model\":\"chat\",\"max_tokens\":5,\"tags\":[\"x\"],\"num_retries\":1," + HI + "}";
        JsonNode sent = sent(call(
                json,
                Map.of("stop_sequences", List.of("E"), "max_tokens", 7),
                Map.of("max_tokens", 9, "seed", 3, "stop", "F")));

        assertThat(sent)
                .isEqualTo(tree(
                        "{\"model\":\"real-name\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stop\":[\"E\"],"
                                + "\"max_tokens\":7,\"seed\":3}"));
    }

    @Test
    void a_name_that_is_written_for_the_client_is_not_written_twice() {
        JsonNode sent = sent(HI
                + ",\"stop\":[\"a\"],\"stop_sequences\":[\"b\"],\"parallel_tool_calls\":true,\"tools\":[{\"name\":\"f\"}],"
                + "\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");

        assertThat(sent.get("stop")).isEqualTo(tree("[\"b\"]"));
        assertThat(sent.get("parallel_tool_calls").booleanValue()).isFalse();
    }
}

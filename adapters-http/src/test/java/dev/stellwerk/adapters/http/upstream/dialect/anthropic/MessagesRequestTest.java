package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.SteppedTime;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.spi.routing.CallType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static JsonNode tree(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }

    private static JsonNode sent(String model, String members) throws JsonProcessingException {
        Endpoint endpoint = Recorded.endpoint(model, Calls.KEY, Map.of());
        String comma = members.isEmpty() ? "" : ",";
        return tree(
                Recorded.body(MessagesRequest.of(Recorded.call(endpoint, "{" + HI + comma + members + "}", Map.of()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversation", "tools", "parameters", "mended", "answer-as-tool"})
    void a_chat_is_said_as_messages(String name) throws JsonProcessingException {
        UpstreamRequest request = MessagesRequest.of(Recorded.call(Recorded.text(name + ".chat.json")));

        assertThat(tree(Recorded.body(request))).isEqualTo(tree(Recorded.text(name + ".message.json")));
    }

    @ParameterizedTest
    @CsvSource({"minimal,1024", "low,1024", "medium,2048", "high,4096", "xhigh,8192", "max,16384"})
    void an_effort_is_a_budget_with_room_for_the_answer(String effort, int budget) throws JsonProcessingException {
        JsonNode sent = sent("claude-x", "\"reasoning_effort\":\"" + effort + "\"");

        assertThat(sent.at("/thinking/budget_tokens").intValue()).isEqualTo(budget);
        assertThat(sent.get("max_tokens").intValue()).isGreaterThan(budget);
        assertThat(sent.get("output_config")).isNull();
    }

    @Test
    void newer_models_take_the_effort_itself_beside_what_the_client_configures() throws JsonProcessingException {
        JsonNode sent =
                sent("claude-sonnet-4-6", "\"reasoning_effort\":{\"effort\":\"minimal\"},\"output_config\":{\"x\":1}");

        assertThat(sent.get("thinking")).isEqualTo(tree("{\"type\":\"adaptive\",\"display\":\"summarized\"}"));
        assertThat(sent.get("output_config")).isEqualTo(tree("{\"effort\":\"low\",\"x\":1}"));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-4-5,true,false",
        "claude-opus-4-1-20250805,true,false",
        "claude-sonnet-4-20250514,false,false",
        "claude-3-5-haiku-latest,false,false",
        "claude-opus-4-6,true,true",
        "claude-haiku-5-5,true,true",
        "my-model,false,false"
    })
    void names_tell_what_a_model_understands(String model, boolean structured, boolean adaptive) {
        ModelTraits traits = ModelTraits.of(model);

        assertThat(traits.structuredOutputs()).isEqualTo(structured);
        assertThat(traits.adaptiveThinking()).isEqualTo(adaptive);
    }

    @Test
    void a_schema_goes_to_the_model_where_it_takes_one() throws JsonProcessingException {
        JsonNode sent = sent(
                "claude-sonnet-4-5",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\"}}}");

        assertThat(sent.at("/output_config/format"))
                .isEqualTo(tree("{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}"));
        assertThat(sent.has("tools")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"seed\":7|seed",
                "\"n\":2|n",
                "\"service_tier\":\"flex\"|service_tier",
                "\"reasoning_effort\":\"much\"|reasoning_effort"
            })
    void what_the_api_does_not_take_is_refused_by_name(String members, String name) {
        assertThatThrownBy(() -> sent("claude-x", members))
                .isInstanceOfSatisfying(
                        UntranslatableCall.class,
                        refused -> assertThat(refused.parameter()).isEqualTo(name))
                .hasMessageContaining(name);
    }

    @Test
    void what_asks_for_nothing_is_left_out_and_never_refused() throws JsonProcessingException {
        JsonNode sent = sent(
                "claude-x",
                "\"n\":1,\"logprobs\":false,\"store\":false,\"presence_penalty\":0,\"frequency_penalty\":0.0,"
                        + "\"modalities\":[\"text\"],\"seed\":null");

        assertThat(sent.fieldNames()).toIterable().containsExactlyInAnyOrder("model", "messages", "max_tokens");
    }

    @Test
    void what_the_api_does_not_take_is_dropped_or_let_through_when_asked() throws JsonProcessingException {
        assertThat(sent("claude-x", "\"seed\":7,\"drop_params\":true").has("seed"))
                .isFalse();
        assertThat(sent("claude-x", "\"seed\":7,\"allowed_openai_params\":[\"seed\"]")
                        .has("seed"))
                .isTrue();
        assertThat(sent("claude-x", "\"top_k\":7,\"additional_drop_params\":[\"top_k\"]")
                        .has("top_k"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}|input_audio",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c9\",\"function\":{\"arguments\":\"[1]\"}}]}|c9",
                "{\"role\":\"bishop\"}|messages[0].role",
                "{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"data:audio/wav;base64,eA==\"}}]}|audio/wav"
            })
    void what_cannot_be_said_is_refused_with_its_place(String message, String words) {
        assertThatThrownBy(() -> MessagesRequest.of(Recorded.call("{\"messages\":[" + message + "]}")))
                .isInstanceOf(UntranslatableCall.class)
                .hasMessageContaining(words)
                .hasMessageContaining("messages[0]");
    }

    @Test
    void the_deployments_limit_is_one_where_the_client_has_none() throws JsonProcessingException {
        Endpoint endpoint = Recorded.endpoint("claude-x", Calls.KEY, Map.of());
        Map<String, Object> defaults = Map.of("max_tokens", 77);

        assertThat(tree(Recorded.body(MessagesRequest.of(Recorded.call(endpoint, "{" + HI + "}", defaults))))
                        .get("max_tokens")
                        .intValue())
                .isEqualTo(77);
        assertThat(tree(Recorded.body(
                                MessagesRequest.of(Recorded.call(endpoint, "{\"max_tokens\":5," + HI + "}", defaults))))
                        .get("max_tokens")
                        .intValue())
                .isEqualTo(5);
    }

    @Test
    void beta_flags_of_all_sides_are_united_and_other_headers_are_the_deployments() {
        Endpoint endpoint = Recorded.endpoint(
                "claude-opus-4-5", "sk-ant-oat01-x", Map.of("anthropic-beta", "a-1, b-2", "x-team", "t"));
        RequestBody body = RequestBody.parse(
                        ("{\"reasoning_effort\":\"low\"," + HI + "}").getBytes(StandardCharsets.UTF_8))
                .with(AnthropicHeaders.ofFlags("c-3,a-1,bad flag"));
        var call = new OutgoingCall(
                CallType.CHAT,
                false,
                endpoint,
                ModelFacts.UNKNOWN,
                body,
                Map.of(),
                Map.of(),
                new AnswerWish("chat", true, true));

        UpstreamRequest request = new AnthropicDialect(new SteppedTime()).request(call);

        assertThat(request.target()).hasToString("http://h/v1/messages");
        assertThat(request.target().headers())
                .containsExactlyInAnyOrder(
                        new Header("authorization", "Bearer sk-ant-oat01-x"),
                        new Header("x-team", "t"),
                        new Header("anthropic-version", "2023-06-01"),
                        new Header("anthropic-beta", "c-3,a-1,b-2,effort-2025-11-24,oauth-2025-04-20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h", "http://h/v1", "http://h/v1/messages/", "http://h/"})
    void every_form_of_a_base_leads_to_the_messages(String base) {
        var endpoint = new Endpoint("anthropic", "m", base, null, null, null, Map.of());

        assertThat(MessagesEndpoint.target(endpoint, AnthropicHeaders.NONE, List.of()))
                .hasToString("http://h/v1/messages");
    }
}

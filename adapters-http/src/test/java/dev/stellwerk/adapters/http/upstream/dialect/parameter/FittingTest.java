package dev.stellwerk.adapters.http.upstream.dialect.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.dialect.azure.AzureLayout;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiLayout;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.ParameterRules;
import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.deployment.ProviderParameters.Adaptation;
import dev.stellwerk.domain.deployment.ProviderParameters.Treatment;
import dev.stellwerk.domain.spi.routing.CallType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FittingTest {
    private static final ProviderParameters STRANGE = new ProviderParameters(
            Map.of(
                    "seed", new Treatment.Renamed("random_seed"),
                    "max_completion_tokens", new Treatment.Renamed("max_tokens"),
                    "logit_bias", new Treatment.Unsupported(null),
                    "store", new Treatment.Unsupported(null),
                    "user", new Treatment.Omitted(),
                    "tool_choice", new Treatment.Reworded(Map.of("required", "any")),
                    "verbosity", new Treatment.OnlyWords(Set.of("low"))),
            Set.of(
                    Adaptation.TOOLS_WITHOUT_STRICT,
                    Adaptation.TEXT_CONTENT,
                    Adaptation.PLAIN_MESSAGES,
                    Adaptation.WARMTH_FOR_SEVERAL));
    private static final ProviderParameters OPENAI =
            new ProviderParameters(Map.of(), Set.of(Adaptation.DEVELOPER_ROLE, Adaptation.REASONING_MODELS));

    private static UpstreamRequest request(
            ProviderParameters provider, String kind, String model, String members, Map<String, Object> defaults) {
        String json = "{\"model\":\"m\"" + (members.isEmpty() ? "" : "," + members) + "}";
        var call = new OutgoingCall(
                CallType.CHAT,
                json.contains("\"stream\":true"),
                new Endpoint(kind, model, "http://h", null, null, null, Map.of()),
                ModelFacts.UNKNOWN,
                RequestBody.parse(json.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                defaults,
                ParameterRules.NONE.at(provider),
                new AnswerWish("m", true, true));
        return new OpenAiDialect(kind.equals("azure") ? new AzureLayout() : new OpenAiLayout()).request(call);
    }

    private static String text(UpstreamRequest request) {
        return new String(request.body().bytes(), StandardCharsets.UTF_8)
                .replaceFirst("^\\{\"model\":\"[^\"]*\",?", "");
    }

    private static String strange(String members) {
        return text(request(STRANGE, "strange", "x", members, Map.of()));
    }

    private static String openAi(String model, String members) {
        return text(request(OPENAI, "openai", model, members, Map.of()));
    }

    @Test
    void names_and_words_are_the_providers_and_the_rest_are_the_received_bytes() {
        assertThat(strange("\"a\": 1, \"seed\": 3,\"user\":\"u\",\"tool_choice\":\"required\",\"top_p\":0.10"))
                .isEqualTo("\"a\": 1,\"random_seed\":3,\"tool_choice\":\"any\",\"top_p\":0.10}");
    }

    @Test
    void what_is_not_taken_is_refused_by_name_or_left_out_and_told() {
        assertThatThrownBy(() -> strange("\"logit_bias\":{\"5\":1}"))
                .isInstanceOf(UntranslatableCall.class)
                .hasMessageContaining("UnsupportedParamsError")
                .hasMessageContaining("'logit_bias'");
        UpstreamRequest dropping =
                request(STRANGE, "strange", "x", "\"drop_params\":true,\"logit_bias\":{\"5\":1},\"a\":1", Map.of());
        assertThat(text(dropping)).isEqualTo("\"a\":1}");
        assertThat(dropping.dropped()).containsExactly("logit_bias");
        assertThat(request(STRANGE, "strange", "x", "\"store\":true,\"verbosity\":\"high\"", Map.of())
                        .dropped())
                .containsExactly("store", "verbosity");
        assertThat(strange("\"allowed_openai_params\":[\"logit_bias\"],\"logit_bias\":{\"5\":1}"))
                .isEqualTo("\"logit_bias\":{\"5\":1}}");
    }

    @Test
    void paths_lead_to_what_is_left_out_in_any_case() {
        assertThat(strange("\"additional_drop_params\":[\"b\",\"a[*].x\",\"a[1].y\"],\"b\":1,"
                        + "\"a\":[{\"x\":1},{\"x\":2,\"y\":3,\"z\":[ 4 ]}],\"c\":0"))
                .isEqualTo("\"a\":[{},{\"z\":[ 4 ]}],\"c\":0}");
        assertThatThrownBy(() -> strange("\"additional_drop_params\":[\"a..b\"]"))
                .isInstanceOf(UntranslatableCall.class);
    }

    @Test
    void messages_and_tools_are_said_plainly() {
        assertThat(strange("\"messages\":[{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + "{\"type\":\"text\",\"text\":\"b\"}]},{\"role\":\"user\",\"name\":\"n\",\"content\":\"developer\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"strict\":true,\"name\":\"strict\"}}]"))
                .isEqualTo(
                        "\"messages\":[{\"role\":\"system\",\"content\":\"ab\"},{\"role\":\"user\",\"content\":\"developer\"}],"
                                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"strict\"}}]}");
        assertThat(strange("\"n\":2,\"temperature\":0")).isEqualTo("\"n\":2,\"temperature\":0.3}");
    }

    @Test
    void the_clients_limit_beats_that_of_the_deployment_under_either_name() {
        assertThat(text(request(STRANGE, "strange", "x", "\"max_tokens\":9", Map.of("max_completion_tokens", 100))))
                .isEqualTo("\"max_tokens\":9}");
        assertThat(text(request(OPENAI, "openai", "gpt-5", "\"max_tokens\":9", Map.of("max_completion_tokens", 100))))
                .isEqualTo("\"max_completion_tokens\":9}");
        assertThat(text(request(OPENAI, "openai", "own", "\"max_completion_tokens\":9", Map.of("max_tokens", 100))))
                .isEqualTo("\"max_completion_tokens\":9}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o3-mini | \"temperature\":0.2",
                "o3-mini | \"parallel_tool_calls\":false",
                "gpt-5   | \"top_p\":0.5",
                "gpt-5   | \"reasoning_effort\":\"none\",\"top_p\":0.5",
                "gpt-5.1 | \"reasoning_effort\":\"low\",\"top_p\":0.5",
                "gpt-5.1 | \"presence_penalty\":0.1",
                "gpt-6   | \"stop\":[\"x\"]",
                "gpt-4o  | \"reasoning_effort\":\"low\"",
                "gpt-5-chat-latest | \"reasoning_effort\":\"low\""
            })
    void what_a_model_of_openai_refuses_is_refused_before_the_call(String model, String members) {
        assertThatThrownBy(() -> openAi(model, members)).isInstanceOf(UntranslatableCall.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o3-mini | \"temperature\":1,\"stop\":[\"x\"]",
                "gpt-5   | \"parallel_tool_calls\":false,\"temperature\":1.0",
                "gpt-5.1 | \"reasoning_effort\":\"none\",\"top_p\":0.5",
                "gpt-4o  | \"temperature\":0.2,\"max_tokens\":9",
                "gpt-oss-120b | \"reasoning_effort\":\"low\",\"temperature\":0.2"
            })
    void what_it_takes_goes_as_it_came(String model, String members) {
        assertThat(openAi(model, members)).isEqualTo(members + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"temperature\":0.2", "\"frequency_penalty\":0.1"})
    void a_prefix_forces_the_kind_of_an_azure_deployment_and_is_not_sent(String members) {
        assertThatThrownBy(() -> request(OPENAI, "azure", "o_series/own", members, Map.of()))
                .isInstanceOf(UntranslatableCall.class);
        UpstreamRequest plain = request(OPENAI, "azure", "gpt5_series/own", "\"max_tokens\":3", Map.of());
        assertThat(plain.target().toString()).contains("/openai/deployments/own/");
        assertThat(text(plain)).isEqualTo("\"max_completion_tokens\":3}");
    }
}

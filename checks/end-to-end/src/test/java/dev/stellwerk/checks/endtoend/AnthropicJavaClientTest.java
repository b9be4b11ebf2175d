package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.BadRequestException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anthropic's own Java client, before models that speak its language and models that do not. */
class AnthropicJavaClientTest {
    @TempDir
    static Path folder;

    private static JudgedScene scene;
    private static AnthropicClient client;

    @BeforeAll
    static void start() throws Exception {
        scene = JudgedScene.set(folder);
        client = AnthropicOkHttpClient.builder()
                .baseUrl(scene.gateway().url())
                .apiKey(scene.key())
                .maxRetries(0)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        scene.close();
        scene.assertNothingWasWrong();
    }

    @ParameterizedTest
    @CsvSource({"gpt, OpenAI", "claude, Anthropic"})
    void a_model_answers(String model, String provider) {
        Message answer = client.messages().create(ask(model, "hello").build());
        assertThat(text(answer)).isEqualTo("Hello from " + provider + ".");
        assertThat(answer.model().asString()).isEqualTo(model);
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().outputTokens()).isEqualTo(7);
        assertThat(answer.usage().cacheReadInputTokens()).contains(4L);
    }

    @ParameterizedTest
    @CsvSource({"gpt, OpenAI", "claude, Anthropic"})
    void a_stream_makes_the_same_message(String model, String provider) {
        Message answer = streamed(ask(model, "hello").build());
        assertThat(text(answer)).isEqualTo("Hello from " + provider + ".");
        assertThat(answer.usage().outputTokens()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"gpt, true", "gpt, false", "claude, true", "claude, false"})
    void a_tool_is_called_and_its_answer_heard(String model, boolean streamed) {
        var question = ask(model, "weather").addTool(weather());
        Message first =
                streamed ? streamed(question.build()) : client.messages().create(question.build());
        ToolUseBlock call = first.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .findFirst()
                .orElseThrow();
        assertThat(call._input()).isEqualTo(JsonValue.from(Map.of("city", "Paris")));
        var told = ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                .toolUseId(call.id())
                .content("sunny")
                .build());
        Message second = client.messages()
                .create(question.addMessage(first)
                        .addUserMessageOfContentBlockParams(List.of(told))
                        .build());
        assertThat(text(second)).isEqualTo("It is sunny in Paris.");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void a_picture_arrives(String model) {
        var picture = Base64ImageSource.builder()
                .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                .data(JudgedScene.PICTURE)
                .build();
        var question = MessageCreateParams.builder()
                .model(model)
                .maxTokens(100)
                .addUserMessageOfContentBlockParams(
                        List.of(ContentBlockParam.ofImage(picture), ContentBlockParam.ofText("what picture is this?")));
        assertThat(text(client.messages().create(question.build()))).isEqualTo("A picture of 70 bytes.");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void an_answer_keeps_to_a_form(String model) {
        var schema = JsonOutputFormat.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build();
        var form = OutputConfig.builder()
                .format(JsonOutputFormat.builder().schema(schema).build())
                .build();
        Message answer = client.messages()
                .create(ask(model, "fill in the form").outputConfig(form).build());
        assertThat(text(answer)).isEqualTo("{\"city\":\"Paris\",\"degrees\":21}");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void tokens_are_counted_before_a_call(String model) {
        var question = MessageCountTokensParams.builder().model(model).addUserMessage("hello ".repeat(50));
        assertThat(client.messages().countTokens(question.build()).inputTokens())
                .isBetween(40L, 200L);
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void a_refusal_says_why(String model) {
        var question = ask(model, "refuse").build();
        var refusal = catchThrowableOfType(
                BadRequestException.class, () -> client.messages().create(question));
        assertThat(refusal.apiMessage().orElseThrow()).contains("the script refuses");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void a_cut_stream_never_passes_for_a_whole_one(String model) {
        var question = ask(model, "cut").build();
        assertThatThrownBy(() -> streamed(question)).isInstanceOf(RuntimeException.class);
    }

    private static MessageCreateParams.Builder ask(String model, String words) {
        return MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage(words);
    }

    private static Message streamed(MessageCreateParams question) {
        var message = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(question)) {
            stream.stream().forEach(message::accumulate);
        }
        return message.message();
    }

    private static Tool weather() {
        var city = Tool.InputSchema.Properties.builder()
                .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                .build();
        return Tool.builder()
                .name("get_weather")
                .description("The weather of a city")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(city)
                        .addRequired("city")
                        .build())
                .build();
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }
}

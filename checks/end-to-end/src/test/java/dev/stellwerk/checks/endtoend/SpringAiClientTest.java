package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

/** Spring AI with its OpenAI model, before models of both providers. */
class SpringAiClientTest {
    @TempDir
    static Path folder;

    private static JudgedScene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = JudgedScene.set(folder);
    }

    @AfterAll
    static void stop() {
        scene.close();
        scene.assertNothingWasWrong();
    }

    static final class Forecast {
        @Tool(description = "The weather of a city")
        String weatherOf(String city) {
            return city.isEmpty() ? "unknown" : "sunny";
        }
    }

    /** Something to be asked for. */
    record Weather(String city, int degrees) {}

    @ParameterizedTest
    @CsvSource({"gpt, OpenAI", "claude, Anthropic"})
    void a_model_answers(String model, String provider) {
        assertThat(client(model).prompt().user("hello").call().content()).isEqualTo("Hello from " + provider + ".");
    }

    @ParameterizedTest
    @CsvSource({"gpt, OpenAI", "claude, Anthropic"})
    void a_stream_arrives_whole(String model, String provider) {
        var pieces = client(model).prompt().user("hello").stream()
                .content()
                .collectList()
                .block();
        assertThat(String.join("", Objects.requireNonNull(pieces))).isEqualTo("Hello from " + provider + ".");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void a_tool_is_called_and_its_answer_heard(String model) {
        var answer = client(model)
                .prompt()
                .user("weather")
                .tools(new Forecast())
                .call()
                .content();
        // the framework hands a text on as JSON, with its quotes
        assertThat(answer).isEqualTo("It is \"sunny\" in Paris.");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void a_picture_arrives(String model) {
        var picture = new ByteArrayResource(Base64.getDecoder().decode(JudgedScene.PICTURE));
        var answer = client(model)
                .prompt()
                .user(user -> user.text("what picture is this?").media(MimeTypeUtils.IMAGE_PNG, picture))
                .call()
                .content();
        assertThat(answer).isEqualTo("A picture of 70 bytes.");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void an_answer_keeps_to_a_form(String model) {
        var schema = """
                {"type":"object","properties":{"city":{"type":"string"},"degrees":{"type":"integer"}},\
                "required":["city","degrees"],"additionalProperties":false}""";
        var answer = client(model)
                .prompt()
                .user("fill in the form")
                .options(OpenAiChatOptions.builder().model(model).outputSchema(schema))
                .call()
                .entity(Weather.class);
        assertThat(answer).isEqualTo(new Weather("Paris", 21));
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void a_refusal_says_why(String model) {
        var question = client(model).prompt().user("refuse");
        assertThatThrownBy(() -> question.call().content()).hasMessageContaining("the script refuses");
    }

    private static ChatClient client(String model) {
        var options = OpenAiChatOptions.builder()
                .baseUrl(scene.gateway().openAiUrl())
                .apiKey(scene.key())
                .model(model)
                .maxRetries(0)
                .build();
        return ChatClient.create(OpenAiChatModel.builder().options(options).build());
    }
}

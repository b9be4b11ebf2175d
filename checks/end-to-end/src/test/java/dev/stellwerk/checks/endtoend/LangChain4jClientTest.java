package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LangChain4j over both languages that the gateway speaks, before models of both providers. */
class LangChain4jClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    /** What an assistant of LangChain4j looks like. */
    interface Assistant {
        String chat(String words);
    }

    /** Something to be asked for. */
    record Weather(String city, int degrees) {}

    /** What fills in a form. */
    interface Extractor {
        Weather extract(String words);
    }

    static final class Forecast {
        @Tool("The weather of a city")
        String weatherOf(String city) {
            return city.isEmpty() ? "unknown" : "sunny";
        }
    }

    @ParameterizedTest
    @CsvSource({"chat, gpt, OpenAI", "chat, claude, Anthropic", "messages, gpt, OpenAI", "messages, claude, Anthropic"})
    void a_model_answers(String language, String model, String provider) {
        ChatResponse answer = model(language, model).chat(UserMessage.from("hello"));
        assertThat(answer.aiMessage().text()).isEqualTo("Hello from " + provider + ".");
        assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"chat, gpt, OpenAI", "chat, claude, Anthropic", "messages, gpt, OpenAI", "messages, claude, Anthropic"})
    void a_stream_arrives_whole(String language, String model, String provider) throws Exception {
        ChatResponse answer = streamed(language, model, "hello").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.aiMessage().text()).isEqualTo("Hello from " + provider + ".");
    }

    @ParameterizedTest
    @CsvSource({"chat, gpt", "chat, claude", "messages, gpt", "messages, claude"})
    void an_assistant_uses_its_tool(String language, String model) {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model(language, model))
                .tools(new Forecast())
                .build();
        assertThat(assistant.chat("weather")).isEqualTo("It is sunny in Paris.");
    }

    @ParameterizedTest
    @CsvSource({"chat, gpt", "chat, claude", "messages, gpt", "messages, claude"})
    void a_picture_arrives(String language, String model) {
        var question = UserMessage.from(
                TextContent.from("what picture is this?"), ImageContent.from(JudgedScene.PICTURE, "image/png"));
        assertThat(model(language, model).chat(question).aiMessage().text()).isEqualTo("A picture of 70 bytes.");
    }

    @ParameterizedTest
    @CsvSource({"gpt", "claude"})
    void an_answer_keeps_to_a_form(String model) {
        Extractor extractor = AiServices.create(Extractor.class, model("chat", model));
        assertThat(extractor.extract("fill in the form")).isEqualTo(new Weather("Paris", 21));
    }

    @ParameterizedTest
    @CsvSource({"chat, gpt", "chat, claude", "messages, gpt", "messages, claude"})
    void a_refusal_says_why(String language, String model) {
        ChatModel asked = model(language, model);
        assertThatThrownBy(() -> asked.chat("refuse")).hasMessageContaining("the script refuses");
    }

    private static ChatModel model(String language, String model) {
        return switch (language) {
            case "chat" ->
                OpenAiChatModel.builder()
                        .baseUrl(scene.gateway().openAiUrl())
                        .apiKey(scene.key())
                        .modelName(model)
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .strictJsonSchema(true)
                        .maxRetries(0)
                        .timeout(PATIENCE)
                        .build();
            case "messages" ->
                AnthropicChatModel.builder()
                        .baseUrl(scene.gateway().openAiUrl())
                        .apiKey(scene.key())
                        .modelName(model)
                        .maxTokens(100)
                        .maxRetries(0)
                        .timeout(PATIENCE)
                        .build();
            default -> throw new IllegalArgumentException(language);
        };
    }

    private static StreamingChatModel streaming(String language, String model) {
        return switch (language) {
            case "chat" ->
                OpenAiStreamingChatModel.builder()
                        .baseUrl(scene.gateway().openAiUrl())
                        .apiKey(scene.key())
                        .modelName(model)
                        .timeout(PATIENCE)
                        .build();
            case "messages" ->
                AnthropicStreamingChatModel.builder()
                        .baseUrl(scene.gateway().openAiUrl())
                        .apiKey(scene.key())
                        .modelName(model)
                        .maxTokens(100)
                        .timeout(PATIENCE)
                        .build();
            default -> throw new IllegalArgumentException(language);
        };
    }

    private static CompletableFuture<ChatResponse> streamed(String language, String model, String words) {
        var answer = new CompletableFuture<ChatResponse>();
        streaming(language, model).chat(words, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse whole) {
                answer.complete(whole);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }
}

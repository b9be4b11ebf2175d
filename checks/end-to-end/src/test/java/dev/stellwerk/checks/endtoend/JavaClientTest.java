package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.BadRequestException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client changes its base URL and nothing else. */
class JavaClientTest {
    @TempDir
    static Path folder;

    private static Scene scene;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.set(folder);
        client = client(scene.gateway().openAiUrl(), scene.key());
    }

    @AfterAll
    static void stop() {
        if (client != null) client.close();
        if (scene != null) scene.close();
    }

    @BeforeEach
    void forget() {
        scene.free().forget();
        scene.paid().forget();
        scene.flaky().forget();
    }

    @Test
    void a_completion_comes_back_under_the_name_that_was_asked_for() {
        try (var response = ask(chat("chat"))) {
            var completion = response.parse();
            assertThat(completion.model()).isEqualTo("chat");
            assertThat(text(completion)).startsWith("served by ");
            assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(12);
            assertThat(header(response, "x-litellm-model-id")).isIn("chat-free", "chat-paid");
        }
    }

    @Test
    void a_stream_arrives_whole_with_the_usage_that_was_asked_for() {
        var request = chat("chat")
                .putAdditionalBodyProperty("tags", JsonValue.from(List.of("paid")))
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build());
        var chunks = stream(client, request.build());
        assertThat(text(chunks)).isEqualTo("served by paid");
        assertThat(chunks).extracting(ChatCompletionChunk::model).containsOnly("chat");
        assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "paid"})
    void tags_in_the_body_choose_the_deployment(String tag) {
        var request = chat("chat").putAdditionalBodyProperty("tags", JsonValue.from(List.of(tag)));
        assertThat(answer(request)).isEqualTo("served by " + tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "paid"})
    void tags_in_the_header_choose_the_deployment(String tag) {
        var request = chat("chat").putAdditionalHeader("x-litellm-tags", tag);
        assertThat(answer(request)).isEqualTo("served by " + tag);
    }

    @Test
    void the_provider_sees_its_own_model_and_no_field_of_the_router() {
        answer(chat("chat").temperature(0.25).putAdditionalBodyProperty("tags", JsonValue.from(List.of("free"))));
        var sent = scene.free().requests().getFirst();
        assertThat(sent.path("model").asText()).isEqualTo("small");
        assertThat(sent.path("temperature").asDouble()).isEqualTo(0.25);
        assertThat(sent.has("tags")).isFalse();
    }

    @Test
    void a_customer_bound_to_a_region_never_leaves_it() {
        for (int call = 0; call < 10; call++) {
            try (var response = ask(chatOfCustomer("regional"))) {
                assertThat(text(response.parse())).isEqualTo("served by free");
                assertThat(header(response, "x-litellm-model-region")).isEqualTo("frankfurt");
            }
        }
        assertThat(scene.paid().requests()).isEmpty();
    }

    @Test
    void a_group_outside_the_customers_region_is_a_permission_denied() {
        var refused = catchThrowableOfType(PermissionDeniedException.class, () -> answer(chatOfCustomer("us-only")));
        assertThat(refused.type()).contains("region_not_available");
        assertThat(scene.paid().requests()).isEmpty();
    }

    @Test
    void an_unknown_key_is_unauthorized() {
        var stranger = client(scene.gateway().openAiUrl(), "sk-nobody-knows-this-key");
        var refused = catchThrowableOfType(
                UnauthorizedException.class,
                () -> stranger.chat().completions().create(chat("chat").build()));
        assertThat(refused.code()).contains("401");
        stranger.close();
    }

    @Test
    void an_unknown_model_is_a_bad_request_that_names_it() {
        var refused = catchThrowableOfType(BadRequestException.class, () -> answer(chat("no-such-model")));
        assertThat(refused).hasMessageContaining("no-such-model");
    }

    @Test
    void a_routing_group_serves_from_all_its_models_and_keeps_its_callers_in_their_region() {
        for (int call = 0; call < 40; call++) {
            answer(chat("anywhere"));
        }
        assertThat(scene.free().requests()).isNotEmpty();
        assertThat(scene.paid().requests()).isNotEmpty();
        scene.paid().forget();
        for (int call = 0; call < 10; call++) {
            assertThat(answer(chatOfCustomer("anywhere"))).isEqualTo("served by free");
        }
        assertThat(scene.paid().requests()).isEmpty();
    }

    @Test
    void a_routing_group_without_a_deployment_is_a_bad_request_that_names_it() {
        var refused = catchThrowableOfType(BadRequestException.class, () -> answer(chat("deserted")));
        assertThat(refused).hasMessageContaining("deserted");
    }

    @Test
    void a_failed_first_attempt_is_retried_and_the_headers_say_so() {
        scene.flaky().failOnceWith(503);
        try (var response = ask(chat("flaky"))) {
            assertThat(text(response.parse())).isEqualTo("served by flaky");
            assertThat(header(response, "x-litellm-attempted-retries")).isEqualTo("1");
        }
        assertThat(scene.flaky().requests()).hasSize(2);
    }

    @Test
    void a_failed_first_attempt_of_a_stream_is_retried_before_the_first_event() {
        scene.flaky().failOnceWith(503);
        assertThat(text(stream(client, chat("flaky").build()))).isEqualTo("served by flaky");
        assertThat(scene.flaky().requests()).hasSize(2);
    }

    @Test
    void models_are_listed() {
        assertThat(client.models().list().data())
                .extracting(Model::id)
                .containsExactlyInAnyOrder("chat", "regional", "us-only", "flaky", "anywhere");
    }

    @Test
    void the_quick_start_answers_without_a_key_of_its_own(@TempDir Path quickStart) throws Exception {
        try (var gateway = Gateway.start(quickStart)) {
            var newcomer = client(gateway.openAiUrl(), "none");
            var request = chat(newcomer.models().list().data().getFirst().id()).build();
            assertThat(text(newcomer.chat().completions().create(request))).isNotEmpty();
            assertThat(text(stream(newcomer, request))).isNotEmpty();
            newcomer.close();
        }
    }

    private static OpenAIClient client(String url, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url)
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Who is there?");
    }

    @SuppressWarnings("deprecation") // OpenAI renames the field, applications keep sending it
    private static ChatCompletionCreateParams.Builder chatOfCustomer(String model) {
        return chat(model).user("customer-eu");
    }

    @MustBeClosed
    private static HttpResponseFor<ChatCompletion> ask(ChatCompletionCreateParams.Builder request) {
        return client.chat().completions().withRawResponse().create(request.build());
    }

    private static String answer(ChatCompletionCreateParams.Builder request) {
        return text(client.chat().completions().create(request.build()));
    }

    private static List<ChatCompletionChunk> stream(OpenAIClient from, ChatCompletionCreateParams request) {
        try (var stream = from.chat().completions().createStreaming(request)) {
            return stream.stream().toList();
        }
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(choice -> choice.delta().content().orElse(""))
                .collect(Collectors.joining());
    }

    private static String header(HttpResponseFor<?> response, String name) {
        return response.headers().values(name).getFirst();
    }
}

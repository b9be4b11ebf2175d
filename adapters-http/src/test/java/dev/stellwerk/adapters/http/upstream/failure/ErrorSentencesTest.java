package dev.stellwerk.adapters.http.upstream.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the servers that people run say, and beside it what must not be taken for it. */
class ErrorSentencesTest {
    private static final Endpoint ENDPOINT = new Endpoint("openai", "m", "http://h", null, null, null, Map.of());

    record Line(String server, String meaning, int status, String code, String sentence) {
        ErrorWords words() {
            return new ErrorWords(sentence, "invalid_request_error", null, code.isEmpty() ? null : code);
        }
    }

    static Stream<Line> lines() throws IOException {
        try (InputStream file = Objects.requireNonNull(ErrorSentencesTest.class.getResourceAsStream("sentences.txt"));
                var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            List<Line> lines = reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", 5))
                    .map(part -> new Line(part[0], part[1], Integer.parseInt(part[2]), part[3], part[4]))
                    .toList();
            return lines.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_sentence_means_the_same_in_a_plain_answer(Line line) {
        ErrorClass kind = Failures.ofAnswer(line.status(), line.words(), Optional.empty(), ENDPOINT)
                .kind();
        check(line, kind);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_sentence_means_the_same_where_an_answer_was_expected(Line line) {
        if (line.status() != 429 && line.status() != 500) { // those would need a status to be told apart
            check(line, Failures.told(line.words(), ENDPOINT).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No endpoints found that support image input",
                "No endpoints found that support tool use. To learn more about provider routing, visit: https://x",
                "No endpoints found that can handle the requested parameters.",
                "No endpoints found matching your data policy (Free model training).",
                "No allowed providers are available for the selected model.",
                "Previous response with id 'resp_1' not found.",
                "Item with id 'rs_1' not found.",
                "No such File object: file-1"
            })
    void a_404_for_what_one_request_asks_takes_the_deployment_from_nobody(String sentence) {
        UpstreamFailure failure = notFound(sentence);

        assertThat(failure.kind()).isEqualTo(ErrorClass.NOT_FOUND);
        assertThat(failure.causedByCaller()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Not Found",
                "Resource not found",
                "No endpoints found for deepseek/gone.",
                "The model `gone` does not exist or you do not have access to it.",
                "The API deployment for this resource does not exist."
            })
    void a_404_for_model_or_address_is_the_deployments(String sentence) {
        assertThat(notFound(sentence).causedByCaller()).isFalse();
    }

    private static UpstreamFailure notFound(String sentence) {
        return Failures.ofAnswer(404, ErrorWords.ofMessage(sentence), Optional.empty(), ENDPOINT);
    }

    private static void check(Line line, ErrorClass kind) {
        switch (line.meaning()) {
            case "CONTEXT" -> assertThat(kind).isEqualTo(ErrorClass.CONTEXT_WINDOW_EXCEEDED);
            case "POLICY" -> assertThat(kind).isEqualTo(ErrorClass.CONTENT_POLICY_VIOLATION);
            default ->
                assertThat(kind).isNotIn(ErrorClass.CONTEXT_WINDOW_EXCEEDED, ErrorClass.CONTENT_POLICY_VIOLATION);
        }
    }
}

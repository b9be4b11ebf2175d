package dev.stellwerk.adapters.http.upstream.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionsDialectTest {
    private final CompletionsDialect dialect = new CompletionsDialect(new OpenAiDialect(new OpenAiLayout()));

    private static OutgoingCall call(CallType type, String json) {
        RequestBody body = RequestBody.parse(json.getBytes(UTF_8));
        return new OutgoingCall(
                type,
                body.streaming(),
                Calls.endpoint("http://h"),
                ModelFacts.UNKNOWN,
                body,
                Map.of(),
                Map.of("temperature", 0.5),
                new AnswerWish("chat", true, false));
    }

    private String sent(CallType type, String json) throws IOException {
        UpstreamRequest request = dialect.request(call(type, json));
        var bytes = new ByteArrayOutputStream();
        request.body().writeTo(bytes);
        assertThat(request.body().length()).isEqualTo(bytes.size());
        return request.target() + " " + bytes.toString(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'role':'user','content':'Once upon'}]|Once upon",
                "[{'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url'},{'type':'text','text':'b'}]}]|a\\nb",
                "[{'role':'system','content':'Be short.'},{'role':'user','content':'Hi'},{'role':'assistant','content':null},{'role':'user','content':'Ho'}]"
                        + "|System: Be short.\\n\\nUser: Hi\\n\\nAssistant: \\n\\nUser: Ho\\n\\nAssistant:",
            })
    void messages_become_one_prompt(String messages, String prompt) throws IOException {
        String request =
                "{\"model\":\"chat\",\"max_completion_tokens\":9,\"messages\":" + messages.replace('\'', '"') + "}";
        assertThat(sent(CallType.CHAT, request))
                .isEqualTo("http://h/v1/completions {\"model\":\"real-name\",\"max_tokens\":9,\"prompt\":\"" + prompt
                        + "\",\"temperature\":0.5}");
    }

    @Test
    void other_calls_are_left_alone() throws IOException {
        assertThat(sent(CallType.TEXT_COMPLETION, "{\"model\":\"chat\",\"prompt\":\"a\"}"))
                .isEqualTo("http://h/v1/completions {\"model\":\"real-name\",\"prompt\":\"a\",\"temperature\":0.5}");
        assertThat(sent(CallType.EMBEDDING, "{\"model\":\"chat\",\"input\":\"a\"}"))
                .startsWith("http://h/v1/embeddings {");
    }

    @Test
    void a_text_becomes_a_message() throws MalformedJson {
        PlainAnswer answer = dialect.answer(
                call(CallType.CHAT, "{\"messages\":[]}"),
                ("{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"up\",\"choices\":[{\"text\":\" a time\","
                                + "\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3}}")
                        .getBytes(UTF_8));
        assertThat(new String(answer.body(), UTF_8))
                .isEqualTo(
                        "{\"id\":\"cmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"chat\",\"choices\":[{\"index\":0,"
                                + "\"message\":{\"role\":\"assistant\",\"content\":\" a time\"},\"finish_reason\":\"length\"}],"
                                + "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3}}");
        assertThat(answer.usage()).contains(new TokenUsage(2, 3));
    }

    @Test
    void an_error_stays_one() throws MalformedJson {
        PlainAnswer answer = dialect.answer(
                call(CallType.CHAT, "{\"messages\":[]}"), "{\"error\":{\"message\":\"no\"}}".getBytes(UTF_8));
        assertThat(answer.error()).isNotNull();
    }

    @Test
    void a_stream_of_texts_becomes_one_of_chunks() throws IOException {
        String stream = text("Once", "null") + text(" upon", "null") + text("", "\"stop\"") + "data: [DONE]\n\n";
        StreamTranslation translation = dialect.stream(call(CallType.CHAT, "{\"messages\":[],\"stream\":true}"));
        var out = new Output();
        BodyReader body = BodyReader.untilClose(new ByteArrayInputStream(stream.getBytes(UTF_8)));
        while (translation.events().read(body)) {
            while (translation.events().next()) {
                assertThat(translation.rewriter().accept(translation.events(), out))
                        .isNull();
            }
        }
        assertThat(translation.rewriter().finished()).isTrue();
        assertThat(out.toString())
                .isEqualTo(chunk("{\"role\":\"assistant\",\"content\":\"Once\"}", "null")
                        + chunk("{\"content\":\" upon\"}", "null")
                        + chunk("{\"content\":\"\"}", "null")
                        + chunk("{}", "\"stop\"")
                        + chunk("{}", "null")
                                .replace(
                                        ",\"finish_reason\":null}]",
                                        "}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":3,\"total_tokens\":4}")
                        + "data: [DONE]\n\n");
    }

    private static String text(String text, String finish) {
        return "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"up\",\"choices\":[{\"text\":\""
                + text + "\",\"index\":0,\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"cmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"chat\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}

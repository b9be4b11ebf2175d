package dev.stellwerk.adapters.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.ClientApi;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body of the Messages API on its way to a deployment that speaks it. */
class VerbatimRendererTest {
    private static final Rendering PLAIN = Rendering.of("claude-x");

    private static String rendered(String json, Rendering rendering) {
        return RequestBodyTest.rendered(RequestBody.parse(json.getBytes(UTF_8), ClientApi.MESSAGES), rendering);
    }

    private static Rendering with(Map<String, Object> overrides, Map<String, Object> defaults) {
        return new Rendering("claude-x", new LinkedHashMap<>(overrides), new LinkedHashMap<>(defaults), false);
    }

    @Test
    void blanks_order_numbers_and_escapes_stay_as_they_are() {
        String body =
                " { \"max_tokens\":1000,\n \"model\" : \"c\", \"system\":\"\\u00fc \\/ ü\",  \"temperature\":0.50,"
                        + "\n \"x\":1.0E+2, \"stop_sequences\":null, \"metadata\":{\"user_id\":\"u\", \"tags\":[ 1 ]} } \n";
        assertThat(rendered(body, PLAIN)).isEqualTo(body.replace("\"c\"", "\"claude-x\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tags\":[\"x\"], \"model\":\"c\"}|{\"model\":\"claude-x\"}",
                "{\"model\":\"c\" , \"tags\":[\"x\"] }|{\"model\":\"claude-x\" }",
                "{\"model\":\"c\",\"user\":\"u\",\"num_retries\":1, \"a\":1}|{\"model\":\"claude-x\",\"a\":1}",
                "{\"tags\":[],\"model\":\"c\",\"litellm_metadata\":{},\"a\":1,\"mock_delay\":1,\"timeout\":2}"
                        + "|{\"model\":\"claude-x\",\"a\":1}",
                "{\"model\":\"c\",\"Tags\":[\"x\"],\"a\":1}|{\"model\":\"claude-x\",\"a\":1}",
                "{\"tags\":[\"x\"]}|{\"model\":\"claude-x\"}",
                "{ }|{\"model\":\"claude-x\" }",
                "{\"a\":1}|{\"a\":1,\"model\":\"claude-x\"}",
                "{\"model\":\"c\",\"extra_body\":{\"top_k\":5,\"tags\":[\"x\"],\"model\":\"d\"}}"
                        + "|{\"model\":\"claude-x\",\"top_k\":5}"
            })
    void what_speaks_to_the_gateway_is_taken_out_and_nothing_else_moves(String sent, String passed) {
        assertThat(rendered(sent, PLAIN)).isEqualTo(passed);
    }

    @Test
    void a_deployments_parameters_are_added_where_the_client_has_none() {
        Rendering rendering = with(Map.of(), Map.of("max_tokens", 77));
        assertThat(rendered("{\"model\":\"c\"}", rendering)).isEqualTo("{\"model\":\"claude-x\",\"max_tokens\":77}");
        assertThat(rendered("{\"max_tokens\":5,\"model\":\"c\"}", rendering))
                .isEqualTo("{\"max_tokens\":5,\"model\":\"claude-x\"}");
        assertThat(rendered("{\"max_tokens\":null,\"model\":\"c\"}", rendering))
                .isEqualTo("{\"max_tokens\":77,\"model\":\"claude-x\"}");
    }

    @Test
    void what_a_fallback_says_replaces_what_the_client_said() {
        Rendering rendering = with(Map.of("temperature", 1), Map.of("temperature", 0.5));
        assertThat(rendered("{\"temperature\": 0.2, \"model\":\"c\"}", rendering))
                .isEqualTo("{\"temperature\": 1, \"model\":\"claude-x\"}");
        assertThat(rendered("{\"model\":\"c\"}", rendering)).isEqualTo("{\"model\":\"claude-x\",\"temperature\":1}");
        assertThat(rendered("{\"stream\":true,\"model\":\"c\"}", with(Map.of("stream", false), Map.of())))
                .isEqualTo("{\"stream\":true,\"model\":\"claude-x\"}");
    }

    @Test
    void thoughts_that_nobody_signed_are_taken_out() {
        String unsigned = "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"}";
        String bare = "{\"thinking\":\"hm\", \"type\":\"thinking\"}";
        String signed = "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}";
        String text = "{\"type\":\"text\",\"text\":\"\\\"thinking\\\"\"}";
        assertThat(messages("[" + unsigned + ", " + text + "]")).isEqualTo(messages("[" + text + "]"));
        assertThat(messages("[ " + text + ", " + unsigned + "," + bare + " ]")).isEqualTo(messages("[ " + text + " ]"));
        assertThat(messages("[" + bare + "," + signed + "," + unsigned + "," + text + "]"))
                .isEqualTo(messages("[" + signed + "," + text + "]"));
        assertThat(messages("[" + signed + "," + text + "]")).contains(signed + "," + text);
        assertThat(messages("\"thinking\"")).contains("\"content\":\"thinking\"");
    }

    @Test
    void a_message_of_nothing_else_goes_as_a_whole() {
        String user = "{\"role\":\"user\",\"content\":\"a\"}";
        String thought = "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"}]}";
        assertThat(rendered("{\"messages\":[" + user + ", " + thought + ", " + user + "],\"model\":\"c\"}", PLAIN))
                .isEqualTo("{\"messages\":[" + user + ", " + user + "],\"model\":\"claude-x\"}");
        assertThat(rendered("{\"messages\":[" + thought + "],\"model\":\"c\"}", PLAIN))
                .isEqualTo("{\"messages\":[],\"model\":\"claude-x\"}");
    }

    private static String messages(String content) {
        return rendered(
                "{\"model\":\"c\",\"messages\":[{\"role\":\"assistant\",\"content\":" + content
                        + "},{\"role\":\"user\",\"content\":\"b\"}]}",
                PLAIN);
    }

    @Test
    void pictures_and_documents_count_little_and_texts_in_full() {
        String picture =
                "\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"" + "iVBOR/+0".repeat(5_000) + "\"}";
        String text =
                "\"type\":\"document\",\"source\":{\"type\":\"text\",\"data\": \"" + "some words ".repeat(400) + "\"}";
        assertThat(tokens(picture)).isBetween(85L, 200L);
        assertThat(tokens(text)).isGreaterThan(1_000);
    }

    private static long tokens(String block) {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{" + block + "}]}]}";
        return RequestBody.parse(body.getBytes(UTF_8), ClientApi.MESSAGES).promptTokens();
    }
}

package dev.stellwerk.adapters.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static String rendered(CallBody body, Rendering rendering) {
        var out = new ByteArrayOutputStream();
        RenderedBody rendered = body.render(rendering);
        try {
            rendered.writeTo(out);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        assertThat(rendered.length()).isEqualTo(out.size());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static RequestBody parse(String json) {
        return RequestBody.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode sent(String json, Rendering rendering) {
        try {
            return JSON.readTree(rendered(parse(json), rendering));
        } catch (JsonProcessingException bad) {
            throw new AssertionError(bad);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException bad) {
            throw new AssertionError(bad);
        }
    }

    private static String paramOf(Runnable reading) {
        try {
            reading.run();
        } catch (CallRefused refused) {
            return String.valueOf(((CallRefusal.Invalid) refused.refusal()).param());
        }
        throw new AssertionError("not refused");
    }

    @Test
    void only_the_model_changes_and_the_rest_are_the_received_bytes() {
        String json =
                "{\"messages\":[ {\"role\":\"user\",\"content\":\"Grüße \\u00e9 😀\"} ],\"model\":\"chat\",\"top_p\":0.10}";
        assertThat(rendered(parse(json), Rendering.of("real-name")))
                .isEqualTo(
                        "{\"model\":\"real-name\",\"messages\":[ {\"role\":\"user\",\"content\":\"Grüße \\u00e9 😀\"} ]"
                                + ",\"top_p\":0.10}");
    }

    @Test
    void what_speaks_to_the_router_stays_here() {
        String json = "{\"model\":\"m\",\"tags\":[\"x\"],\"num_retries\":0,\"fallbacks\":[\"spare\"],\"timeout\":20,"
                + "\"mock_testing_fallbacks\":false,\"top_p\":null,\"litellm_metadata\":{\"a\":1},\"metadata\":{},"
                + "\"extra_body\":{\"top_k\":40,\"model\":\"evil\",\"api_base\":\"http://evil\",\"n\":null,\"temperature\":1},"
                + "\"API_BASE\":\"http://evil\",\"aws_x\":1,\"user\":\"u\",\"temperature\":0.5}";
        assertThat(sent(json, Rendering.of("real")))
                .isEqualTo(tree("{\"model\":\"real\",\"user\":\"u\",\"temperature\":0.5,\"top_k\":40}"));
    }

    @Test
    void defaults_are_added_where_the_request_is_silent() {
        var rendering = new Rendering("r", Map.of(), Map.of("temperature", 0.25, "seed", 7, "top_k", 1), false);
        assertThat(sent("{\"model\":\"m\",\"temperature\":0.75,\"seed\":null,\"extra_body\":{\"top_k\":9}}", rendering))
                .isEqualTo(tree("{\"model\":\"r\",\"temperature\":0.75,\"top_k\":9,\"seed\":7}"));
    }

    @Test
    void a_fallback_replaces_members_but_not_where_the_call_goes() {
        var rendering = new Rendering(
                "r",
                Map.of("messages", List.of("short"), "model", "x", "stream", true, "tags", List.of()),
                Map.of(),
                false);
        assertThat(sent("{\"model\":\"m\",\"messages\":[\"long\"],\"n\":2}", rendering))
                .isEqualTo(tree("{\"model\":\"r\",\"n\":2,\"messages\":[\"short\"]}"));
    }

    @Test
    void usage_is_asked_for_once() {
        var rendering = new Rendering("r", Map.of(), Map.of(), true);
        assertThat(sent("{\"stream\":true}", rendering))
                .isEqualTo(tree("{\"model\":\"r\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}"));
        assertThat(sent("{\"stream_options\":{\"a\":1,\"include_usage\":false},\"stream\":true}", rendering))
                .isEqualTo(
                        tree("{\"model\":\"r\",\"stream\":true,\"stream_options\":{\"a\":1,\"include_usage\":true}}"));
        assertThat(parse("{\"stream_options\":{\"include_usage\":true}}").usageAsked())
                .isTrue();
        assertThat(parse("{\"stream_options\":null}").usageAsked()).isFalse();
    }

    @Test
    void an_empty_body_becomes_one_with_a_model() {
        assertThat(rendered(parse(" { } "), Rendering.of("r\"é"))).isEqualTo("{\"model\":\"r\\\"é\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{}x",
                "{\"a\":1}{",
                "\uFEFF{}",
                "{\"a\":NaN}",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":\"\t\"}",
                "{\"a\" 1}",
                "{/**/}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}}",
                "{\"a\":{\"b\"}}"
            })
    void what_is_not_one_strict_object_is_refused(String json) {
        assertThat(paramOf(() -> parse(json))).isEqualTo("request_body");
    }

    @Test
    void what_is_not_utf8_is_refused() {
        byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
        assertThatThrownBy(() -> RequestBody.parse(overlong)).isInstanceOf(CallRefused.class);
        assertThatThrownBy(() -> RequestBody.parse("{}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(CallRefused.class);
    }

    @Test
    void a_wrong_type_is_refused_by_the_name_of_the_field() {
        assertThat(paramOf(() -> parse("{\"model\":[\"a\"]}"))).isEqualTo("model");
        assertThat(paramOf(() -> parse("{\"stream\":\"yes\"}").streaming())).isEqualTo("stream");
        BodyMembers fields = parse("{\"max_tokens\":-1,\"t\":1e400,\"n\":1.5,\"tags\":[\"a\",1],\"m\":{\"user_id\":7},"
                        + "\"half\":\"\\ud800\",\"twice\":{\"a\":1,\"a\":2}}")
                .fields();
        assertThat(paramOf(() -> fields.whole("max_tokens", 0, 100))).isEqualTo("max_tokens");
        assertThat(paramOf(() -> fields.positive("t"))).isEqualTo("t");
        assertThat(paramOf(() -> fields.whole("n", 0, 100))).isEqualTo("n");
        assertThat(paramOf(() -> fields.strings("tags"))).isEqualTo("tags");
        assertThat(paramOf(() -> fields.object("m").string("user_id"))).isEqualTo("m.user_id");
        assertThat(paramOf(() -> fields.string("half"))).isEqualTo("half");
        assertThat(paramOf(() -> fields.object("twice"))).isEqualTo("twice");
    }

    @Test
    void facts_are_read_and_null_counts_as_absent() {
        BodyMembers fields = parse(
                        "{\"user\":\"u\\u0031\",\"num_retries\":3,\"timeout\":0.5,\"metadata\":{\"tags\":[\"a\"]},"
                                + "\"allowed_model_region\":\"eu\",\"mock_testing_fallbacks\":\"true\",\"x\":null}")
                .fields();
        assertThat(fields.string("user")).isEqualTo("u1");
        assertThat(fields.whole("num_retries", 0, 10)).isEqualTo(3);
        assertThat(fields.positive("timeout")).isEqualTo(0.5);
        assertThat(fields.object("metadata").strings("tags")).containsExactly("a");
        assertThat(fields.object("litellm_metadata").strings("tags")).isNull();
        assertThat(fields.stringOrStrings("allowed_model_region")).containsExactly("eu");
        assertThat(fields.flag("mock_testing_fallbacks")).isTrue();
        assertThat(fields.flag("absent")).isFalse();
        assertThat(fields.has("x")).isFalse();
        assertThat(fields.string("x")).isNull();
    }

    @Test
    void fallbacks_are_names_and_objects() {
        List<FallbackTarget> targets = parse("{\"fallbacks\":[\"b\",{\"model\":\"c\",\"messages\":[1],\"n\":null}]}")
                .fallbacks();
        assertThat(targets)
                .containsExactly(FallbackTarget.to("b"), new FallbackTarget("c", Map.of("messages", List.of(1))));
        assertThat(parse("{}").fallbacks()).isNull();
        assertThat(paramOf(() -> parse("{\"fallbacks\":\"b\"}").fallbacks())).isEqualTo("fallbacks");
        assertThat(paramOf(() -> parse("{\"fallbacks\":[1]}").fallbacks())).isEqualTo("fallbacks");
    }

    @Test
    void the_prompt_is_measured_without_its_pictures() {
        String text = "x".repeat(4_000);
        assertThat(parse("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
                        .promptTokens())
                .isBetween(1_000L, 1_020L);
        assertThat(parse("{\"messages\":[{\"url\":\"data:image/png;base64," + text + "\"}]}")
                        .promptTokens())
                .isBetween(85L, 120L);
        assertThat(parse("{\"model\":\"m\"}").promptTokens()).isZero();
    }

    @Test
    void the_path_names_the_model_when_the_body_does_not() {
        assertThat(parse("{}").model()).isNull();
        assertThat(parse("{\"model\":\"a\"}").withModel("b").model()).isEqualTo("b");
    }
}

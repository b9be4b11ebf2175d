package dev.stellwerk.adapters.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.error.CallRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7578 and the parts of RFC 2046 on which it stands: what is read, and what is written anew. */
@Tag("S46")
class FormFramingTest {
    private static final String TYPE = "multipart/form-data; boundary=B";
    private static final String END = "--B--\r\n";

    private static MultipartBody parse(String body) {
        return MultipartBody.parse(body.getBytes(UTF_8), TYPE);
    }

    private static String part(String disposition, String content) {
        return "--B\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static String field(String name, String value) {
        return part("form-data; name=\"" + name + "\"", value);
    }

    private static String written(MultipartBody body, Rendering rendering) {
        return RequestBodyTest.rendered(body, rendering);
    }

    @Test
    void what_stands_before_the_first_part_and_after_the_last_is_not_passed_on() {
        MultipartBody body = parse("preamble\r\n" + field("language", "de") + END + "epilogue");
        assertThat(written(body, Rendering.of("m"))).isEqualTo(field("model", "m") + field("language", "de") + END);
    }

    @Test
    void blanks_behind_a_delimiter_are_allowed_and_not_passed_on() {
        MultipartBody body = parse(field("language", "de").replace("--B\r\n", "--B \t\r\n") + END);
        assertThat(written(body, Rendering.of("m"))).isEqualTo(field("model", "m") + field("language", "de") + END);
    }

    @Test
    void parts_may_be_empty_and_hold_anything_but_the_delimiter() {
        String odd = "\r\n\r\n--\r\n-B--\r\n--b\r\n\u0000é";
        MultipartBody body = parse(field("a", "") + field("b", odd) + END);
        assertThat(body.field("a")).isEmpty();
        assertThat(body.field("b")).isEqualTo(odd);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=model",
                "Form-Data;name=\"model\"",
                "form-data ; a=\"b;c\" ; NAME = \"model\"",
                "form-data; filename=\"\\\"x;name=y\"; name=\"model\""
            })
    void a_name_is_read_in_every_spelling_that_has_one_meaning(String disposition) {
        assertThat(parse(part(disposition, "x") + END).names()).containsExactly("model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data",
                "form-data; name*=utf-8''model",
                "form-data; name=\"a\"; name=\"model\"",
                "form-data; name=\"mo\\del\"",
                "form-data; name=\"a\"; name*=utf-8''model",
                "form-data; name=\"model",
                "form-data; name=mo\"del\"",
                "attachment; name=\"a\"",
                "form-data; name=\"a\"\r\n ; x=y",
                "form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"model\"",
                "form-data; name=\"a\"\r\nx",
                "form-data; name=\"a\u0000\"",
                "form-data; name=\"a\"\rX: y",
                "form-data; name=\"a\"\r\n: y"
            })
    void a_part_that_another_reader_could_take_for_another_is_refused(String disposition) {
        assertThatThrownBy(() -> parse(part(disposition, "x") + END)).isInstanceOf(CallRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"a\r\nb\"",
                "multipart/form-data; boundary=\"a \"",
                "multipart/form-data; boundary=a; boundary=B",
                "multipart/form-data; boundary*=utf-8''B"
            })
    void a_boundary_that_is_none_is_refused(String type) {
        byte[] body = (field("a", "b") + END).getBytes(UTF_8);
        assertThatThrownBy(() -> MultipartBody.parse(body, type)).isInstanceOf(CallRefused.class);
    }

    @Test
    void a_form_that_is_cut_is_refused_at_every_cut() {
        String whole = field("model", "m") + field("prompt", "x y") + "--B--";
        assertThat(parse(whole).names()).containsExactly("model", "prompt");
        for (int end = 0; end < whole.length(); end++) {
            String cut = whole.substring(0, end);
            assertThatThrownBy(() -> parse(cut)).as(cut).isInstanceOf(CallRefused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nb", "a\nb", "a\rb", "x--By", "\r\n--B\r\nContent-Disposition: form-data; name=\"api_key\""
            })
    void a_value_that_could_be_taken_for_the_frame_is_not_written(String value) {
        MultipartBody body = parse(field("language", "de") + END);
        var overrides = new Rendering("m", Map.of("prompt", value), Map.of(), false);
        var defaults = new Rendering("m", Map.of(), Map.of("prompt", value), false);
        for (Rendering rendering : List.of(Rendering.of(value), overrides, defaults)) {
            assertThatThrownBy(() -> body.render(rendering)).isInstanceOf(CallRefused.class);
        }
    }

    @Test
    void a_name_of_the_configuration_never_ends_its_line() {
        var rendering = new Rendering("m", Map.of("a\"\r\nb", "x"), Map.of(), false);
        assertThat(written(parse(field("language", "de") + END), rendering))
                .contains("name=\"a%22%0D%0Ab\"\r\n\r\nx\r\n");
    }

    /** What is written is read again as the same fields, whatever they hold; what is damaged is read or refused. */
    @Test
    void fields_survive_writing_and_reading_and_damage_is_no_fault_of_ours() {
        var random = new Random(11);
        String letters = "ab-B\r\n\":; =é\u0000";
        for (int round = 0; round < 5_000; round++) {
            var names = new ArrayList<String>();
            var form = new StringBuilder();
            for (int count = random.nextInt(5); count >= 0; count--) {
                var value = new StringBuilder();
                for (int left = random.nextInt(40); left > 0; left--) {
                    value.append(letters.charAt(random.nextInt(letters.length())));
                }
                String text = value.toString().replace("--B", "-B");
                names.add("f" + count);
                form.append(field("f" + count, text));
            }
            String whole = form + END;
            MultipartBody again = parse(written(parse(whole), Rendering.of("m")));
            assertThat(again.names().subList(1, again.names().size())).isEqualTo(names);
            for (String name : names) {
                assertThat(again.field(name)).isEqualTo(parse(whole).field(name));
            }
            damage(whole, random, letters);
        }
    }

    private static void damage(String whole, Random random, String letters) {
        var text = new StringBuilder(whole);
        for (int change = random.nextInt(4); change >= 0; change--) {
            text.setCharAt(random.nextInt(text.length()), letters.charAt(random.nextInt(letters.length())));
        }
        try {
            MultipartBody body = parse(text.toString());
            assertThat(written(body, Rendering.of("m"))).endsWith(END);
        } catch (CallRefused refused) {
            assertThat(refused.refusal()).isNotNull();
        }
    }
}

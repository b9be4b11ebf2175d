package dev.stellwerk.adapters.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.error.CallRefused;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private static final String TYPE = "multipart/form-data; boundary=\"BOUND\"";
    private static final String MODEL = part("model", "chat");
    private static final String FILE = String.join(
            "\r\n",
            "--BOUND",
            "Content-Disposition: form-data; name=\"file\"; filename=\"a;b.wav\"",
            "Content-Type: audio/wav",
            "",
            "",
            "--BOUN\u0000--",
            "",
            "");
    private static final String END = "--BOUND--\r\n";

    private static String part(String name, String value) {
        return "--BOUND\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static MultipartBody parse(String body) {
        return MultipartBody.parse(body.getBytes(StandardCharsets.UTF_8), TYPE);
    }

    @Test
    void the_model_is_replaced_and_files_stay_as_they_are() {
        MultipartBody body = parse(MODEL + part("language", "de") + part("tags", "[]") + FILE + END);
        assertThat(body.model()).isEqualTo("chat");
        assertThat(body.names()).containsExactly("model", "language", "tags", "file");
        assertThat(body.field("language")).isEqualTo("de");
        assertThat(RequestBodyTest.rendered(body, Rendering.of("real-name")))
                .isEqualTo(part("model", "real-name") + part("language", "de") + FILE + END);
        assertThat(body.render(Rendering.of("x")).contentType()).isEqualTo(TYPE);
    }

    @Test
    void defaults_and_overrides_become_fields() {
        var rendering = new Rendering("m", Map.of("language", "en"), Map.of("temperature", 0, "language", "fr"), false);
        assertThat(RequestBodyTest.rendered(parse(part("language", "de") + END), rendering))
                .isEqualTo(part("model", "m") + part("language", "en") + part("temperature", "0") + END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "--BOUND",
                "--BOUND\r\n",
                "--BOUND\r\nContent-Disposition: form-data\r\n\r\nx\r\n--BOUND--",
                "--BOUND\r\nno head\r\n--BOUND--\r\n",
                "--BOUNDx\r\n\r\n--BOUND--\r\n"
            })
    void what_is_not_well_formed_is_refused(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(CallRefused.class);
    }

    @Test
    void two_models_are_refused() {
        assertThatThrownBy(() -> parse(MODEL + MODEL + END)).isInstanceOf(CallRefused.class);
        assertThatThrownBy(() -> MultipartBody.parse(new byte[0], "multipart/form-data"))
                .isInstanceOf(CallRefused.class);
    }
}

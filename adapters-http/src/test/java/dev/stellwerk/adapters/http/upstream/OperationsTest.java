package dev.stellwerk.adapters.http.upstream;

import static dev.stellwerk.adapters.http.upstream.Calls.PATIENT;
import static dev.stellwerk.adapters.http.upstream.Calls.answer;
import static dev.stellwerk.adapters.http.upstream.Calls.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.MultipartBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.RequestFields;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of images and sounds beside making them. */
class OperationsTest {
    private static final String PICTURE = "{\"created\":1,\"data\":[{\"url\":\"http://images.invalid/a.png\"}]}";
    private static final String FORM = String.join(
            "\r\n",
            "--B",
            "Content-Disposition: form-data; name=\"model\"",
            "",
            "chat",
            "--B",
            "Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"",
            "Content-Type: image/png",
            "",
            "\u0089PNG",
            "--B--",
            "");

    private final HttpUpstreamClient client =
            new HttpUpstreamClient(new RunningTime(), WireOptions.DEFAULTS, Calls.account());
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new ScriptedUpstream();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        upstream.close();
    }

    private static RequestBody json() {
        return RequestBody.parse("{\"model\":\"chat\",\"prompt\":\"a cat\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static MultipartBody form() {
        return MultipartBody.parse(FORM.getBytes(StandardCharsets.ISO_8859_1), "multipart/form-data; boundary=B");
    }

    private UpstreamCall call(CallType type, CallBody body) {
        return new UpstreamCall(
                Calls.deployment(Calls.endpoint(upstream.base())),
                type,
                false,
                body,
                RequestFields.NONE,
                "chat",
                PATIENT,
                Cancellation.NEVER);
    }

    @Test
    void pictures_are_made_edited_and_varied_each_at_its_own_address() {
        upstream.then(ScriptedUpstream.plain(PICTURE))
                .then(ScriptedUpstream.plain(PICTURE))
                .then(ScriptedUpstream.plain(PICTURE))
                .then(ScriptedUpstream.plain(PICTURE));
        answer(client.call(call(CallType.IMAGE, json())));
        answer(client.call(call(CallType.IMAGE, json().with(Operation.IMAGE_EDIT))));
        answer(client.call(call(CallType.IMAGE, form().with(Operation.IMAGE_EDIT))));
        answer(client.call(call(CallType.IMAGE, form().with(Operation.IMAGE_VARIATION))));
        assertThat(upstream.received().stream().map(ScriptedUpstream.Received::target))
                .containsExactly(
                        "/v1/images/generations", "/v1/images/edits", "/v1/images/edits", "/v1/images/variations");
        assertThat(upstream.received().getLast().body()).contains("real-name").contains("PNG");
    }

    @Test
    void a_translation_is_text_and_passes_as_it_is() {
        upstream.then("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        var body = form().with(Operation.TRANSLATION);
        assertThat(new String(
                        answer(client.call(call(CallType.TRANSCRIPTION, body))).body(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(upstream.received().getLast().target()).isEqualTo("/v1/audio/translations");
    }

    @Test
    void who_asks_a_deployment_for_what_it_has_not_takes_it_from_nobody() {
        String gone = ScriptedUpstream.error(404, "{\"error\":{\"message\":\"no such route\"}}");
        upstream.then(gone).then(gone);
        assertThat(failure(client.call(call(CallType.IMAGE, form().with(Operation.IMAGE_VARIATION))))
                        .causedByCaller())
                .isTrue();
        assertThat(failure(client.call(call(CallType.IMAGE, json()))).causedByCaller())
                .isFalse();
    }
}

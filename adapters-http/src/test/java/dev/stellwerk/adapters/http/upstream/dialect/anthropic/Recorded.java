package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Bodies of both sides, as they lie beside these tests, and calls made of them. */
final class Recorded {
    private Recorded() {}

    static String text(String name) {
        try (InputStream file = Recorded.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException(name + " is missing");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Endpoint endpoint(String model, String key, Map<String, String> headers) {
        return new Endpoint("anthropic", model, "http://h/", new Secret(key), null, null, headers);
    }

    static OutgoingCall call(Endpoint endpoint, String json, Map<String, Object> defaults) {
        RequestBody body = RequestBody.parse(json.getBytes(UTF_8));
        return new OutgoingCall(
                CallType.CHAT,
                body.streaming(),
                endpoint,
                ModelFacts.UNKNOWN,
                body,
                Map.of(),
                defaults,
                new AnswerWish("chat", true, true));
    }

    static OutgoingCall call(String json) {
        return call(endpoint("claude-x", Calls.KEY, Map.of()), json, Map.of());
    }

    static String body(UpstreamRequest request) {
        try {
            var bytes = new ByteArrayOutputStream();
            request.body().writeTo(bytes);
            return bytes.toString(UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

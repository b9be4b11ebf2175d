package dev.stellwerk.adapters.http.inbound.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An error as clients of the OpenAI API know it: a status, headers and the envelope
 * {@code {"error":{"message","type","param","code"}}}.
 *
 * @param type never missing: the error's own name, else one that its status gives
 * @param upstreamCode the upstream's own code, which the envelope's {@code code} has no room for
 */
public record ErrorReply(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String upstreamCode,
        SequencedMap<String, String> headers) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * A reply without headers.
     *
     * @param type null when the error has no name of its own
     */
    public static ErrorReply of(int status, @Nullable String type, @Nullable String param, String message) {
        return new ErrorReply(
                status, message, type == null ? typeOf(status) : type, param, null, new LinkedHashMap<>());
    }

    private static String typeOf(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "internal_server_error";
        };
    }

    /** The same with one more header. */
    public ErrorReply with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ErrorReply(status, message, type, param, upstreamCode, more);
    }

    /** The same with the code that the upstream gave. */
    ErrorReply withUpstreamCode(@Nullable String code) {
        return new ErrorReply(status, message, type, param, code, headers);
    }

    /** The same with a longer message. */
    ErrorReply withMessage(String text) {
        return new ErrorReply(status, text, type, param, upstreamCode, headers);
    }

    /** The whole envelope. */
    public byte[] json() {
        var bytes = new ByteArrayOutputStream(160 + message.length());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            json.writeStringField("type", type);
            json.writeStringField("param", param);
            json.writeStringField("code", Integer.toString(status));
            if (upstreamCode != null) {
                json.writeObjectFieldStart("provider_specific_fields");
                json.writeStringField("code", upstreamCode);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The envelope as an event of a stream. */
    public byte[] event() {
        byte[] body = json();
        byte[] event = new byte[body.length + 8];
        byte[] prefix = "data: ".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(prefix, 0, event, 0, prefix.length);
        System.arraycopy(body, 0, event, prefix.length, body.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    /** The envelope as a tree. */
    public Map<String, Object> tree() {
        var error = new LinkedHashMap<String, Object>();
        error.put("message", message);
        error.put("type", type);
        error.put("param", param);
        error.put("code", Integer.toString(status));
        return Map.of("error", error);
    }
}

package dev.stellwerk.adapters.http.inbound.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.stellwerk.adapters.http.api.ClientApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An error as clients of the OpenAI API know it: a status, headers and the envelope
 * {@code {"error":{"message","type","param","code"}}}.
 *
 * @param type never missing: the error's own name, else one that its status gives
 * @param upstreamCode the upstream's own code, if it gave one
 * @param apiType the type by which the client's own API told of it; null when it did not
 * @param requestId by which the client's own API named the call; null when it did not
 */
public record ErrorReply(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable UpstreamCode upstreamCode,
        @Nullable String apiType,
        @Nullable String requestId,
        SequencedMap<String, String> headers) {
    /**
     * An upstream's own code, such as {@code rate_limit_exceeded}.
     *
     * @param leads it is the envelope's {@code code}; otherwise the status is, and it stands beside
     */
    record UpstreamCode(String text, boolean leads) {}

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * A reply without headers.
     *
     * @param type null when the error has no name of its own
     */
    public static ErrorReply of(int status, @Nullable String type, @Nullable String param, String message) {
        return new ErrorReply(
                status, message, type == null ? typeOf(status) : type, param, null, null, null, new LinkedHashMap<>());
    }

    static String typeOf(int status) {
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
        return new ErrorReply(status, message, type, param, upstreamCode, apiType, requestId, more);
    }

    /** The same with the code that the upstream gave. */
    ErrorReply withUpstreamCode(@Nullable String code, boolean leads) {
        var given = code == null ? null : new UpstreamCode(code, leads);
        return new ErrorReply(status, message, type, param, given, apiType, requestId, headers);
    }

    /** The same as the client's own API told it: in its status, its type and its words. */
    ErrorReply inTheApisWords(int apiStatus, String name, String words, @Nullable String id) {
        return new ErrorReply(apiStatus, words, type, param, upstreamCode, name, id, headers);
    }

    /** The same with other words. */
    ErrorReply withMessage(String text) {
        return new ErrorReply(status, text, type, param, upstreamCode, apiType, requestId, headers);
    }

    private String code() {
        return upstreamCode != null && upstreamCode.leads() ? upstreamCode.text() : Integer.toString(status);
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
            json.writeStringField("code", code());
            if (upstreamCode != null) {
                json.writeObjectFieldStart("provider_specific_fields");
                json.writeStringField("code", upstreamCode.text());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * The body in which the client's API tells of errors.
     *
     * @param callId names the call
     */
    public byte[] json(ClientApi api, String callId) {
        return switch (api) {
            case OPENAI -> json();
            case MESSAGES -> MessagesErrors.json(this, callId);
        };
    }

    /** The same as an event of a stream. */
    public byte[] event(ClientApi api, String callId) {
        byte[] prefix =
                (api == ClientApi.MESSAGES ? "event: error\ndata: " : "data: ").getBytes(StandardCharsets.US_ASCII);
        byte[] body = json(api, callId);
        byte[] event = Arrays.copyOf(prefix, prefix.length + body.length + 2);
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
        error.put("code", code());
        return Map.of("error", error);
    }
}

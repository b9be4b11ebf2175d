package dev.stellwerk.adapters.http.inbound.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.domain.error.CallRefused;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of maps, lists, texts and numbers as JSON: for what is small and not a model call. */
public final class Json {
    private static final int BYTES_MAX = 1 << 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final ObjectWriter ASCII = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private Json() {}

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException fault) {
            throw new IllegalStateException("no JSON for " + value.getClass(), fault);
        }
    }

    /** JSON in which every letter beyond ASCII is escaped. */
    public static String ascii(Object value) {
        try {
            return ASCII.writeValueAsString(value);
        } catch (JsonProcessingException fault) {
            throw new IllegalStateException("no JSON for " + value.getClass(), fault);
        }
    }

    /**
     * The object that a request's body is; an empty body is an empty object.
     *
     * @throws CallRefused when it is anything else
     */
    public static Map<String, @Nullable Object> object(byte[] body) {
        if (body.length == 0) {
            return new LinkedHashMap<>();
        }
        if (body.length > BYTES_MAX) {
            throw Refusals.noJson("larger than " + BYTES_MAX + " bytes, which is enough for this route");
        }
        JsonMembers members = RequestBody.members(body);
        for (int index = 0; index < members.size(); index++) {
            try {
                members.requireUnambiguous(index);
            } catch (MalformedJson bad) {
                throw Refusals.noJson("'" + members.name(index) + "': " + bad.in(body));
            }
        }
        return members.tree();
    }
}

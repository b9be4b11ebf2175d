package dev.stellwerk.adapters.http.inbound.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.json.JsonLimits;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.domain.error.CallRefused;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trees of maps, lists, texts and numbers as JSON: for what is small and not a model call. */
public final class Json {
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonLimits.parsers())
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
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
    public static Map<String, Object> object(byte[] body) {
        if (body.length == 0) {
            return new LinkedHashMap<>();
        }
        JsonMembers members = RequestBody.members(body);
        for (int index = 0; index < members.size(); index++) {
            requireUniqueNames(members, index);
        }
        try {
            return MAPPER.readValue(body, OBJECT);
        } catch (
                IOException
                        unlikely) { // what the scanner lets through the parser reads; if not, it is still the caller's
            throw Refusals.noJson("not readable");
        }
    }

    private static void requireUniqueNames(JsonMembers members, int index) {
        try {
            members.requireUniqueNames(index);
        } catch (MalformedJson bad) {
            throw Refusals.noJson(bad.in(members.bytes()));
        }
    }
}

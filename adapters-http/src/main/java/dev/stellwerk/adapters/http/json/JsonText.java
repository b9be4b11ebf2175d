package dev.stellwerk.adapters.http.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Values written as JSON. */
public final class JsonText {
    static final ObjectMapper VALUES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonText() {}

    /** A text as a JSON string, quotes included. */
    @SuppressWarnings("deprecation") // the only copy without a detour: what is copied was seen to be ASCII
    public static byte[] quoted(String text) {
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
                return written(text);
            }
        }
        byte[] bytes = new byte[text.length() + 2];
        bytes[0] = '"';
        text.getBytes(0, text.length(), bytes, 1);
        bytes[bytes.length - 1] = '"';
        return bytes;
    }

    /** A tree of maps, lists, strings, numbers and booleans as JSON. */
    public static byte[] written(Object value) {
        try {
            return VALUES.writeValueAsBytes(value);
        } catch (JsonProcessingException bad) {
            throw new IllegalArgumentException(
                    "no JSON for a " + value.getClass().getName(), bad);
        }
    }
}

package dev.stellwerk.adapters.http.inbound.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose fields cannot be what they are; clients are told with a 422 and a list. Has no stack trace. */
public final class ValidationFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int REPEATED_MAX = 256;

    private final String type;
    private final String place;
    private final String field;
    private final transient @Nullable Object input;

    /**
     * @param type such as {@code missing} or {@code value_error}
     * @param place {@code body} or {@code query}
     * @param input the value that was sent
     */
    public ValidationFault(String type, String place, String field, String message, @Nullable Object input) {
        super(message, null, false, false);
        this.type = type;
        this.place = place;
        this.field = field;
        this.input = input;
    }

    /** A field that must be there is not. */
    public static ValidationFault missing(String place, String field) {
        return new ValidationFault("missing", place, field, "Field required", Map.of());
    }

    public String field() {
        return field;
    }

    /** What is wrong, in one sentence. */
    public String sentence() {
        return "'" + field + "': " + getMessage();
    }

    /** The list as JSON values. */
    public List<Map<String, Object>> detail() {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("type", type);
        entry.put("loc", List.of(place, field));
        entry.put("msg", String.valueOf(getMessage()));
        entry.put("input", repeated(input));
        return List.of(entry);
    }

    /** What was sent, unless that is so much that nobody would read it. */
    private static @Nullable Object repeated(@Nullable Object input) {
        if (input instanceof String text) {
            return text.length() <= REPEATED_MAX ? text : beginning(text) + "…";
        }
        if (input == null || input instanceof Number || input instanceof Boolean) {
            return input;
        }
        return Json.bytes(input).length <= REPEATED_MAX ? input : "…";
    }

    private static String beginning(String text) {
        boolean splits = Character.isHighSurrogate(text.charAt(REPEATED_MAX - 1));
        return text.substring(0, splits ? REPEATED_MAX - 1 : REPEATED_MAX);
    }
}

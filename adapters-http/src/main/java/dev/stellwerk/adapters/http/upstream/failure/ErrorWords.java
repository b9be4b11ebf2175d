package dev.stellwerk.adapters.http.upstream.failure;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream says about an error, as it says it.
 *
 * @param message empty when it says nothing that people could read
 */
public record ErrorWords(
        String message,
        @Nullable String type,
        @Nullable String param,
        @Nullable String code) {
    public static final ErrorWords NONE = new ErrorWords("", null, null, null);

    private static final String[] MESSAGES = {"message", "detail", "error_description", "title"};

    /** From the body of an error answer, whatever it is. */
    public static ErrorWords of(byte[] body, String mediaType) {
        try {
            return of(JsonMembers.of(body));
        } catch (MalformedJson _) {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            boolean readable = mediaType.equals("text/plain") || mediaType.isEmpty();
            return readable && !text.startsWith("<") ? new ErrorWords(text, null, null, null) : NONE;
        }
    }

    /** From an error answer, or from the event of a stream that holds one. */
    public static ErrorWords of(JsonMembers answer) {
        int error = answer.findPresent("error");
        if (error >= 0 && answer.kind(error) == Kind.STRING) {
            return new ErrorWords(answer.text(error), null, null, null);
        }
        JsonMembers inner = answer.objectOf("error");
        JsonMembers told = inner == null ? answer : inner;
        return new ErrorWords(message(told), told.textOf("type"), told.textOf("param"), stringOrNumber(told, "code"));
    }

    private static String message(JsonMembers told) {
        for (String name : MESSAGES) {
            int index = told.findPresent(name);
            if (index >= 0) {
                return told.kind(index) == Kind.STRING ? told.text(index) : told.source(index);
            }
        }
        return "";
    }

    private static @Nullable String stringOrNumber(JsonMembers told, String name) {
        int index = told.findPresent(name);
        if (index < 0) {
            return null;
        }
        return switch (told.kind(index)) {
            case STRING -> told.text(index);
            case NUMBER -> told.source(index);
            case BOOLEAN, NULL, OBJECT, ARRAY -> null;
        };
    }

    /** Lower-case text of everything said, for looking for signs in it. */
    public String all() {
        return (message + " " + type + " " + code).toLowerCase(Locale.ROOT);
    }
}

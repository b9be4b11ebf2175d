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

    private static final int TEXT_MAX = 2_048;
    private static final String[] MESSAGES = {"message", "Message", "detail", "error_description", "title"};
    private static final String[] TYPES = {"type", "error_type", "status", "__type"};
    private static final String[] CODES = {"code", "status_code", "statusCode", "status"};

    public static ErrorWords ofMessage(String message) {
        return new ErrorWords(message, null, null, null);
    }

    /** From the body of an error answer, whatever it is. */
    public static ErrorWords of(byte[] body, String mediaType) {
        try {
            return of(JsonMembers.of(body, beginning(body), end(body), Integer.MAX_VALUE));
        } catch (MalformedJson _) {
            String text = new String(body, 0, Math.min(body.length, TEXT_MAX), StandardCharsets.UTF_8).strip();
            boolean readable = mediaType.equals("text/plain") || mediaType.isEmpty();
            return readable && !text.startsWith("<") ? ofMessage(text) : NONE;
        }
    }

    /** Google puts its one error object into a list of one. */
    private static int beginning(byte[] body) {
        return wrapped(body) ? 1 : 0;
    }

    private static int end(byte[] body) {
        int end = body.length;
        if (wrapped(body)) {
            while (end > 1 && body[end - 1] != ']') {
                end--;
            }
            end--;
        }
        return Math.max(beginning(body), end);
    }

    private static boolean wrapped(byte[] body) {
        return body.length > 2 && body[0] == '[';
    }

    /**
     * The one judgement of what is an error object where an answer was expected, in a body or in an event: OpenAI's
     * {@code {"error":{…}}}, a text in its place, vLLM's and SGLang's {@code {"object":"error",…}}, the named event of the
     * Responses API and of Anthropic {@code {"type":"error",…}}, and a bare message.
     *
     * @return null when this is none
     */
    public static @Nullable ErrorWords in(JsonMembers answer) {
        int error = answer.findPresent("error");
        boolean named = error >= 0
                && switch (answer.kind(error)) {
                    case OBJECT -> true;
                    case STRING -> answer.valueEnd(error) - answer.valueStart(error) > 2;
                    case NUMBER, ARRAY, BOOLEAN, NULL -> false;
                };
        return named
                        || "error".equals(answer.textOf("object"))
                        || "error".equals(answer.textOf("type"))
                        || isBareMessage(answer)
                ? of(answer)
                : null;
    }

    private static boolean isBareMessage(JsonMembers answer) {
        if (answer.textOf("object") != null || answer.textOf("type") != null) {
            return false;
        }
        for (String name : MESSAGES) {
            int index = answer.findPresent(name);
            if (index >= 0) {
                return answer.kind(index) == Kind.STRING || name.equals("detail");
            }
        }
        return false;
    }

    /** From what is known to be an error. */
    private static ErrorWords of(JsonMembers answer) {
        JsonMembers inner = answer.objectOf("error");
        JsonMembers told = inner == null ? answer : inner;
        int error = answer.findPresent("error");
        boolean text = error >= 0 && answer.kind(error) == Kind.STRING;
        return new ErrorWords(text ? answer.text(error) : message(told), type(told), told.textOf("param"), code(told));
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

    private static @Nullable String type(JsonMembers told) {
        for (String name : TYPES) {
            String type = told.textOf(name);
            if (type != null && !type.equals("error")) {
                return type;
            }
        }
        return null;
    }

    private static @Nullable String code(JsonMembers told) {
        for (String name : CODES) {
            int index = told.findPresent(name);
            if (index >= 0) {
                switch (told.kind(index)) {
                    case STRING -> {
                        return told.text(index);
                    }
                    case NUMBER -> {
                        return told.source(index);
                    }
                    case BOOLEAN, NULL, OBJECT, ARRAY -> {}
                }
            }
        }
        return null;
    }

    /** Lower-case text of everything said, for looking for signs in it. */
    String all() {
        return (message + " " + type + " " + code).toLowerCase(Locale.ROOT);
    }
}

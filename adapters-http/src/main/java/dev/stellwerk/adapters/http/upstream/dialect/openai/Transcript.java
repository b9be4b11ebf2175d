package dev.stellwerk.adapters.http.upstream.dialect.openai;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat as one text that a model can go on with. A single message is the text itself, so that whoever knows the model
 * writes its prompt as it wants it; several are a dialogue, and the assistant is next.
 */
final class Transcript {
    private Transcript() {}

    static String of(Object messages) {
        if (!(messages instanceof List<?> list)) {
            return String.valueOf(messages);
        }
        if (list.size() == 1) {
            return text(list.getFirst());
        }
        var transcript = new StringBuilder();
        for (Object message : list) {
            transcript
                    .append(speaker(message))
                    .append(": ")
                    .append(text(message))
                    .append("\n\n");
        }
        return transcript.append("Assistant:").toString();
    }

    private static String speaker(Object message) {
        Object role = message instanceof Map<?, ?> map ? map.get("role") : null;
        return switch (String.valueOf(role)) {
            case "system", "developer" -> "System";
            case "assistant" -> "Assistant";
            case "tool", "function" -> "Tool";
            default -> "User";
        };
    }

    private static String text(Object message) {
        Object content = message instanceof Map<?, ?> map ? map.get("content") : message;
        if (!(content instanceof List<?> parts)) {
            return content == null ? "" : String.valueOf(content);
        }
        var text = new StringBuilder();
        for (Object part : parts) {
            String words = words(part);
            if (words != null) {
                text.append(text.isEmpty() ? "" : "\n").append(words);
            }
        }
        return text.toString();
    }

    /** What can be read in a part; pictures and sound cannot. */
    private static @Nullable String words(Object part) {
        return part instanceof Map<?, ?> map && map.get("text") instanceof String words ? words : null;
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The choices of a text completion as those of a chat. Log probabilities have another form there and are left out. */
final class CompletionChoices {
    private CompletionChoices() {}

    static List<Object> asMessages(@Nullable Object choices) {
        return translated(choices, "message");
    }

    static List<Object> asDeltas(@Nullable Object choices) {
        return translated(choices, "delta");
    }

    private static List<Object> translated(@Nullable Object choices, String name) {
        var chat = new ArrayList<Object>();
        for (Object one : choices instanceof List<?> list ? list : List.of()) {
            if (one instanceof Map<?, ?> choice) {
                var message = new LinkedHashMap<String, @Nullable Object>();
                message.put("role", "assistant");
                message.put("content", choice.get("text"));
                var translated = new LinkedHashMap<String, @Nullable Object>();
                Object index = choice.get("index");
                translated.put("index", index == null ? 0 : index);
                translated.put(name, message);
                translated.put("finish_reason", choice.get("finish_reason"));
                chat.add(translated);
            }
        }
        return chat;
    }
}

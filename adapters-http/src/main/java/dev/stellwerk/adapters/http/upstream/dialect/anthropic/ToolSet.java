package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools that a model may call, and whether it has to. */
final class ToolSet {
    private final Map<String, @Nullable Object> sent;
    private final boolean thinks;
    private final boolean usedBefore;

    /** @param usedBefore whether the conversation has calls of tools already, which the API refuses without tools */
    ToolSet(Map<String, @Nullable Object> sent, boolean thinks, boolean usedBefore) {
        this.sent = sent;
        this.thinks = thinks;
        this.usedBefore = usedBefore;
    }

    /** @param answerSchema of the tool by which the answer is given; null when it is given as text */
    void addTo(Map<String, @Nullable Object> message, @Nullable Object answerSchema) {
        List<@Nullable Object> tools = own();
        Map<String, @Nullable Object> choice = tools.isEmpty() ? null : choice(sent.get("tool_choice"));
        if (answerSchema != null) {
            Map<String, @Nullable Object> forced =
                    tools.isEmpty() ? Values.of("type", "tool", "name", AnswerFormat.TOOL) : Values.of("type", "any");
            choice = thinks ? choice : forced; // who thinks cannot be forced
            tools.add(Values.of("name", AnswerFormat.TOOL, "input_schema", schema(answerSchema)));
        }
        boolean single = Boolean.FALSE.equals(sent.get("parallel_tool_calls")) && !tools.isEmpty();
        if (single) {
            choice = choice == null ? Values.of("type", "auto") : choice;
            if (!"none".equals(choice.get("type"))) {
                choice.put("disable_parallel_tool_use", true);
            }
        }
        if (tools.isEmpty() && usedBefore) {
            tools.add(Values.of("name", "dummy_tool", "input_schema", schema(null)));
        }
        if (!tools.isEmpty()) {
            message.put("tools", tools);
        }
        if (choice != null) {
            message.put("tool_choice", choice);
        }
    }

    private List<@Nullable Object> own() {
        var tools = new ArrayList<@Nullable Object>();
        for (Object tool : Values.elements(sent.get("tools"))) {
            tools.add(translated(Values.object(tool)));
        }
        if (sent.get("web_search_options") != null) {
            tools.add(Values.of("type", "web_search_20250305", "name", "web_search"));
        }
        return tools;
    }

    /** One of a function; those in the API's own form are as they shall be. */
    private static Map<String, @Nullable Object> translated(Map<String, @Nullable Object> tool) {
        if (!"function".equals(tool.get("type")) || !(tool.get("function") instanceof Map<?, ?> written)) {
            return tool;
        }
        Map<String, @Nullable Object> function = Values.object(written);
        Map<String, @Nullable Object> translated = Values.of("name", Values.textOr(function, "name", ""));
        if (function.get("description") instanceof String description) {
            translated.put("description", description);
        }
        translated.put("input_schema", schema(function.get("parameters")));
        Object mark = tool.get("cache_control") == null ? function.get("cache_control") : tool.get("cache_control");
        if (mark != null) {
            translated.put("cache_control", mark);
        }
        return translated;
    }

    /** A schema of an input; the API wants it to say that it is one of an object. */
    private static Map<String, @Nullable Object> schema(@Nullable Object parameters) {
        Map<String, @Nullable Object> schema = Values.object(parameters);
        if (schema.isEmpty()) {
            return Values.of("type", "object", "properties", Map.of());
        }
        schema.putIfAbsent("type", "object");
        return schema;
    }

    private static @Nullable Map<String, @Nullable Object> choice(@Nullable Object wish) {
        return switch (wish) {
            case null -> null;
            case String word ->
                switch (word) {
                    case "auto", "none" -> Values.of("type", word);
                    case "required" -> Values.of("type", "any");
                    default -> Values.of("type", word); // the API says what is wrong with it
                };
            default -> {
                Map<String, @Nullable Object> choice = Values.object(wish);
                Map<String, @Nullable Object> function = Values.object(choice.get("function"));
                yield "function".equals(choice.get("type"))
                        ? Values.of("type", "tool", "name", Values.textOr(function, "name", ""))
                        : choice;
            }
        };
    }
}

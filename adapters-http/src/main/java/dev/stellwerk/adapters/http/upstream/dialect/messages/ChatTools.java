package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tools that a model may call, and whether it has to. Belongs to one call. */
final class ChatTools {
    private final boolean drops;
    private final JsonWriter tools = new JsonWriter();
    private boolean searches;

    /** @param drops what cannot be said is left out instead of refused */
    ChatTools(boolean drops) {
        this.drops = drops;
    }

    /** @param member begins a member of the request with this name */
    void add(JsonMembers request, Function<String, JsonWriter> member) {
        int list = request.findPresent("tools");
        if (list < 0) {
            return;
        }
        int[] ranges = request.elements(list);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers tool = JsonMembers.within(request.bytes(), ranges[pair], ranges[pair + 1]);
            if (tool == null) {
                throw new UntranslatableCall(
                        "tools[" + pair / 2 + "] must be an object, each of its names once", "tools");
            }
            add(tool, pair / 2);
        }
        if (searches) {
            member.apply("web_search_options").open('{').close('}');
        }
        if (!tools.isEmpty()) {
            member.apply("tools").open('[').json(tools.bytes()).close(']');
            addChoice(request.objectOf("tool_choice"), member);
        }
    }

    private void add(JsonMembers tool, int place) {
        String type = tool.textOf("type");
        if (type == null || type.equals("custom")) {
            addFunction(tool, place);
        } else if (type.startsWith("web_search_")) {
            searches = true;
        } else if (!drops) {
            throw new UntranslatableCall(
                    "tools[" + place + "]: tools of type '" + type
                            + "' are Anthropic's own, which this deployment has not",
                    "tools");
        }
    }

    /** Nothing else of the tool goes along: what stands beside its schema would be taken for the schema's. */
    private void addFunction(JsonMembers tool, int place) {
        String name = tool.textOf("name");
        if (name == null) {
            throw new UntranslatableCall("tools[" + place + "] must have a name", "tools");
        }
        tools.open('{').name("type").text("function").name("function").open('{');
        tools.name("name").text(ToolNames.shortened(name));
        copy(tool, "description", "description");
        copy(tool, "input_schema", "parameters");
        copy(tool, "strict", "strict");
        tools.close('}').close('}');
    }

    private void copy(JsonMembers tool, String name, String chatName) {
        int index = tool.findPresent(name);
        if (index >= 0) {
            tools.name(chatName).value(tool, index);
        }
    }

    private static void addChoice(@Nullable JsonMembers choice, Function<String, JsonWriter> member) {
        if (choice == null) {
            return;
        }
        String type = choice.textOf("type");
        switch (type == null ? "" : type) {
            case "auto", "none" -> member.apply("tool_choice").text(String.valueOf(type));
            case "any" -> member.apply("tool_choice").text("required");
            case "tool" -> {
                String name = choice.textOf("name");
                if (name == null) {
                    throw new UntranslatableCall("tool_choice must name a tool", "tool_choice");
                }
                JsonWriter out =
                        member.apply("tool_choice").open('{').name("type").text("function");
                out.name("function")
                        .open('{')
                        .name("name")
                        .text(ToolNames.shortened(name))
                        .close('}')
                        .close('}');
            }
            default -> throw new UntranslatableCall("tool_choice.type must be auto, any, none or tool", "tool_choice");
        }
        int single = choice.find("disable_parallel_tool_use");
        if (single >= 0
                && choice.kind(single) == Kind.BOOLEAN
                && choice.source(single).equals("true")) {
            member.apply("parallel_tool_calls").json("false");
        }
    }
}

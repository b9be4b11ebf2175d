package dev.stellwerk.adapters.http.upstream.dialect.responses;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;

/** The tools that a model may call, and whether it has to. Belongs to one call. */
final class FunctionTools {
    private final boolean drops;
    private final JsonWriter tools = new JsonWriter();
    private boolean searches;

    /** @param drops what cannot be said is left out instead of refused */
    FunctionTools(boolean drops) {
        this.drops = drops;
    }

    void add(JsonMembers request, JsonWriter out) {
        int list = request.findPresent("tools");
        int[] ranges = list < 0 ? new int[0] : request.elements(list);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers tool = JsonMembers.within(request.bytes(), ranges[pair], ranges[pair + 1]);
            if (tool == null) {
                throw new UntranslatableCall(
                        "tools[" + pair / 2 + "] must be an object, each of its names once", "tools");
            }
            add(tool, pair / 2);
        }
        if (searches) {
            out.name("web_search_options").open('{').close('}');
        }
        if (!tools.isEmpty()) {
            out.name("tools").open('[').json(tools.bytes()).close(']');
            addChoice(request, out);
        }
    }

    private void add(JsonMembers tool, int place) {
        String type = String.valueOf(tool.textOf("type"));
        if (type.equals("function")) {
            tools.open('{').name("type").text("function").name("function").open('{');
            for (String name : new String[] {"name", "description", "parameters", "strict"}) {
                int index = tool.findPresent(name);
                if (index >= 0) {
                    tools.name(name).value(tool, index);
                }
            }
            tools.close('}').close('}');
        } else if (type.startsWith("web_search")) {
            searches = true;
        } else if (!drops) {
            throw new UntranslatableCall(
                    "tools[" + place + "]: tools of type '" + type
                            + "' are OpenAI's own, which this deployment has not",
                    "tools");
        }
    }

    private void addChoice(JsonMembers request, JsonWriter out) {
        int parallel = request.findPresent("parallel_tool_calls");
        if (parallel >= 0) {
            out.name("parallel_tool_calls").value(request, parallel);
        }
        int choice = request.findPresent("tool_choice");
        if (choice < 0) {
            return;
        }
        if (request.kind(choice) == Kind.STRING) {
            out.name("tool_choice").value(request, choice);
            return;
        }
        JsonMembers named = request.objectOf("tool_choice");
        String type = named == null ? null : named.textOf("type");
        String name = named == null ? null : named.textOf("name");
        if ("function".equals(type) && name != null) {
            out.name("tool_choice").open('{').name("type").text("function");
            out.name("function").open('{').name("name").text(name).close('}').close('}');
        } else if (!drops) {
            throw new UntranslatableCall(
                    "a tool_choice of type '" + type + "' cannot be said to this deployment", "tool_choice");
        }
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.responses;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.ClientMembers;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for a response, said as one for a chat completion. What nobody here knows is meant for the provider. Belongs to
 * one call.
 */
final class ResponseRequest {
    /** Leads to what only OpenAI's servers hold: without it a call means something else. */
    private static final List<String> STORED = List.of("previous_response_id", "conversation", "prompt");

    /** Said in another way, or of no meaning where nothing is stored and nothing runs behind. */
    private static final Set<String> TAKEN = Set.of(
            "background",
            "conversation",
            "include",
            "input",
            "instructions",
            "max_output_tokens",
            "max_tokens",
            "max_tool_calls",
            "messages",
            "metadata",
            "model",
            "parallel_tool_calls",
            "previous_response_id",
            "prompt",
            "prompt_cache_key",
            "prompt_cache_retention",
            "reasoning",
            "reasoning_effort",
            "response_format",
            "store",
            "stream_options",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs",
            "truncation",
            "verbosity",
            "web_search_options");

    private ResponseRequest() {}

    /**
     * The body of the chat completion.
     *
     * @param sent what the client sent, with what a fallback replaces in it
     */
    static RequestBody of(OutgoingCall call, RequestBody client, JsonMembers sent) {
        refuseStored(sent);
        boolean drops = ClientMembers.drops(call, client);
        int probabilities = sent.findPresent("top_logprobs");
        if (probabilities >= 0 && sent.wholeOr("top_logprobs", 1) != 0 && !drops) {
            throw new UntranslatableCall("this deployment tells no log probabilities of a response", "top_logprobs");
        }
        var out = new JsonWriter();
        out.open('{');
        new InputItems(out, drops).add(sent);
        new FunctionTools(drops).add(sent, out);
        copy(sent, "max_output_tokens", "max_tokens", out);
        addEffort(sent.objectOf("reasoning"), out);
        addText(sent.objectOf("text"), out);
        for (int index = 0; index < sent.size(); index++) {
            if (sent.kind(index) != Kind.NULL && !TAKEN.contains(sent.name(index))) {
                out.name(sent.name(index)).value(sent, index);
            }
        }
        ClientMembers.addGatewaysOwn(client.members(), sent, out);
        return client.asChat(out.close('}').bytes());
    }

    private static void refuseStored(JsonMembers sent) {
        for (String name : STORED) {
            if (sent.findPresent(name) >= 0) {
                throw new UntranslatableCall(
                        "'" + name
                                + "' leads to what is stored, and nothing is before this deployment: send the whole input",
                        name);
            }
        }
        int background = sent.findPresent("background");
        if (background >= 0 && sent.source(background).equals("true")) {
            throw new UntranslatableCall(
                    "'background' needs an answer that is stored, and nothing is before this deployment", "background");
        }
    }

    private static void copy(JsonMembers from, String name, String chatName, JsonWriter out) {
        int index = from.findPresent(name);
        if (index >= 0) {
            out.name(chatName).value(from, index);
        }
    }

    private static void addEffort(@Nullable JsonMembers reasoning, JsonWriter out) {
        if (reasoning != null) {
            copy(reasoning, "effort", "reasoning_effort", out);
        }
    }

    private static void addText(@Nullable JsonMembers text, JsonWriter out) {
        if (text == null) {
            return;
        }
        copy(text, "verbosity", "verbosity", out);
        JsonMembers format = text.objectOf("format");
        String type = format == null ? null : format.textOf("type");
        if (format == null || type == null || type.equals("text")) {
            return;
        }
        out.name("response_format").open('{').name("type").text(type);
        if (type.equals("json_schema")) {
            out.name("json_schema").open('{');
            for (String name : List.of("name", "description", "schema", "strict")) {
                copy(format, name, name, out);
            }
            out.close('}');
        }
        out.close('}');
    }
}

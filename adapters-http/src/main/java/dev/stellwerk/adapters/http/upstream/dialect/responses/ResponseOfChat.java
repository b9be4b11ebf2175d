package dev.stellwerk.adapters.http.upstream.dialect.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.Block;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.ChatUsage;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.MessageText;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Arrays;

/** A whole chat completion, told as a response. Belongs to one answer. */
final class ResponseOfChat {
    private final ResponseObject response;
    private final JsonWriter output = new JsonWriter();
    private int items;

    private ResponseOfChat(ResponseObject response) {
        this.response = response;
    }

    /**
     * The answer as the client expects it. It has no name under which it could be continued: nothing is stored.
     *
     * @param request what the client sent
     */
    static PlainAnswer of(PlainAnswer answer, JsonMembers request, long createdSeconds) throws MalformedJson {
        JsonMembers completion = JsonMembers.of(answer.body());
        String id = completion.textOf("id");
        String model = completion.textOf("model");
        var response =
                new ResponseObject(request, createdSeconds, id == null ? "chat" : id, model == null ? "" : model);
        int choices = completion.findPresent("choices");
        JsonMembers choice = choices < 0 ? null : completion.firstElement(choices);
        JsonMembers message = choice == null ? null : choice.objectOf("message");
        var told = new ResponseOfChat(response);
        if (message != null) {
            told.addMessage(message);
        }
        TokenUsage counted = answer.usage().orElse(new TokenUsage(0, 0));
        ChatUsage usage =
                ChatUsage.of(counted.promptTokens(), counted.completionTokens(), completion.objectOf("usage"));
        String finish = choice == null ? null : choice.textOf("finish_reason");
        return new PlainAnswer(
                response.ended(finish, told.output.bytes(), usage), answer.usage(), null, answer.filtered(), null);
    }

    private void addMessage(JsonMembers message) {
        addText(Block.THOUGHT, "rs", message, MessageText.thought(message));
        addText(Block.TEXT, "msg", message, MessageText.find(message, "content"));
        addText(Block.REFUSAL, "msg", message, MessageText.find(message, "refusal"));
        int list = message.findPresent("tool_calls");
        int[] ranges = list < 0 ? new int[0] : message.elements(list);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers call = JsonMembers.within(message.bytes(), ranges[pair], ranges[pair + 1]);
            JsonMembers function = call == null ? null : call.objectOf("function");
            if (call != null && function != null) {
                addCall(call, function);
            }
        }
    }

    private void addText(Block kind, String prefix, JsonMembers message, int index) {
        if (index >= 0) {
            var item = new OutputItem(kind, response.itemId(prefix, items++), "", "");
            output.json(item.json(
                    true, Arrays.copyOfRange(message.bytes(), message.valueStart(index), message.valueEnd(index))));
        }
    }

    private void addCall(JsonMembers call, JsonMembers function) {
        String callId = call.textOf("id");
        String name = function.textOf("name");
        String id = response.itemId("fc", items++);
        var item = new OutputItem(
                Block.CALL, id, callId == null || callId.isEmpty() ? id : callId, name == null ? "" : name);
        int arguments = function.findPresent("arguments");
        byte[] text = arguments < 0
                ? "\"\"".getBytes(US_ASCII)
                : function.kind(arguments) == Kind.STRING
                        ? Arrays.copyOfRange(
                                function.bytes(), function.valueStart(arguments), function.valueEnd(arguments))
                        : JsonText.quoted(function.source(arguments));
        output.json(item.json(true, text));
    }
}

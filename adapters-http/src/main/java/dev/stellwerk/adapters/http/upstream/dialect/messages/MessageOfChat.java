package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.StopReason;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.ToolId;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.ChatUsage;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.MessageText;
import dev.stellwerk.domain.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/** A whole chat completion, told as a message. Belongs to one answer. */
final class MessageOfChat {
    private final JsonMembers request;
    private final JsonWriter out = new JsonWriter();
    private String id = "";
    private int calls;

    private MessageOfChat(JsonMembers request) {
        this.request = request;
    }

    /**
     * The answer as the client expects it.
     *
     * @param request what the client sent
     */
    static PlainAnswer of(PlainAnswer answer, JsonMembers request) throws MalformedJson {
        JsonMembers completion = JsonMembers.of(answer.body());
        byte[] message =
                new MessageOfChat(request).told(completion, answer.usage().orElse(new TokenUsage(0, 0)));
        return new PlainAnswer(message, answer.usage(), answer.id(), answer.filtered(), null);
    }

    private byte[] told(JsonMembers completion, TokenUsage usage) {
        String own = completion.textOf("id");
        id = own == null ? "msg" : own;
        out.open('{')
                .name("id")
                .text(id)
                .name("type")
                .text("message")
                .name("role")
                .text("assistant");
        out.name("model");
        int model = completion.findPresent("model");
        if (model < 0) {
            out.text("");
        } else {
            out.value(completion, model);
        }
        int choices = completion.findPresent("choices");
        JsonMembers choice = choices < 0 ? null : completion.firstElement(choices);
        JsonMembers message = choice == null ? null : choice.objectOf("message");
        out.name("content").open('[');
        if (message != null) {
            addContent(message);
        }
        out.close(']');
        out.name("stop_reason")
                .text(StopReason.ofFinish(choice == null ? null : choice.textOf("finish_reason"), calls > 0));
        out.name("stop_sequence").json("null");
        out.name("usage");
        out.json(UsageFigures.json(
                ChatUsage.of(usage.promptTokens(), usage.completionTokens(), completion.objectOf("usage"))));
        return out.close('}').bytes();
    }

    private void addContent(JsonMembers message) {
        int thoughts = MessageText.thought(message);
        if (thoughts >= 0) {
            out.open('{').name("type").text("thinking").name("thinking").value(message, thoughts);
            out.name("signature").text("").close('}');
        }
        int words = spoken(message, "content");
        if (words >= 0) {
            out.open('{')
                    .name("type")
                    .text("text")
                    .name("text")
                    .value(message, words)
                    .close('}');
        } else {
            addParts(message);
        }
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

    private static int spoken(JsonMembers members, String name) {
        int index = MessageText.find(members, name);
        return index >= 0 ? index : MessageText.find(members, "refusal");
    }

    /** Some upstreams answer in parts. */
    private void addParts(JsonMembers message) {
        int content = message.findPresent("content");
        int[] ranges = content < 0 ? new int[0] : message.elements(content);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers part = JsonMembers.within(message.bytes(), ranges[pair], ranges[pair + 1]);
            int words = part == null ? -1 : spoken(part, "text");
            if (part != null && words >= 0) {
                out.open('{')
                        .name("type")
                        .text("text")
                        .name("text")
                        .value(part, words)
                        .close('}');
            }
        }
    }

    private void addCall(JsonMembers call, JsonMembers function) {
        String own = call.textOf("id");
        String name = function.textOf("name");
        out.open('{').name("type").text("tool_use");
        out.name("id").text(ToolId.clean(own == null || own.isEmpty() ? id + "_" + calls : own));
        out.name("name").text(ToolNames.original(name == null ? "" : name, request));
        out.name("input");
        addInput(function);
        out.close('}');
        calls++;
    }

    private void addInput(JsonMembers function) {
        int arguments = function.findPresent("arguments");
        if (arguments >= 0 && function.kind(arguments) == Kind.OBJECT) {
            out.value(function, arguments);
            return;
        }
        String text = arguments < 0 ? "" : argumentsText(function, arguments);
        byte[] object = object(text);
        if (object == null) {
            out.open('{').name("raw_arguments").text(text).close('}');
        } else {
            out.json(object);
        }
    }

    private static String argumentsText(JsonMembers function, int index) {
        return function.kind(index) == Kind.STRING ? function.text(index) : function.source(index);
    }

    /** The object that a text is, an empty one for none; null when it is something else. */
    private static byte @Nullable [] object(String arguments) {
        byte[] bytes = (arguments.isBlank() ? "{}" : arguments.strip()).getBytes(UTF_8);
        return JsonMembers.within(bytes, 0, bytes.length) == null ? null : bytes;
    }
}

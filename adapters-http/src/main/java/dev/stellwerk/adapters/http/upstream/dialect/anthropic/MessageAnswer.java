package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.domain.usage.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole message, as a chat completion. Belongs to one answer. */
final class MessageAnswer {
    private final boolean asTool;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<@Nullable Object> thinkingBlocks = new ArrayList<>();
    private final List<@Nullable Object> calls = new ArrayList<>();
    private final List<@Nullable Object> citations = new ArrayList<>();
    private final List<@Nullable Object> serverBlocks = new ArrayList<>();
    private boolean said;

    private MessageAnswer(boolean asTool) {
        this.asTool = asTool;
    }

    /** @throws MalformedJson when it is not one JSON object */
    static PlainAnswer read(OutgoingCall call, byte[] body, long createdSeconds) throws MalformedJson {
        JsonMembers members = JsonMembers.of(body);
        int content = members.findPresent("content");
        if (content < 0 || members.kind(content) != Kind.ARRAY) {
            ErrorWords told = ErrorWords.in(members);
            return PlainAnswer.ofError(
                    told == null ? ErrorWords.ofMessage("the upstream's answer has no content") : told);
        }
        var answer = new MessageAnswer(AnswerFormat.asTool(call));
        Values.elements(members.tree(content)).forEach(block -> answer.take(Values.object(block)));
        var usage = new MessageUsage();
        usage.take(members.objectOf("usage"));
        TokenUsage tokens = usage.tokens(call.promptTokens(), body.length / UsageReader.BYTES_PER_TOKEN);
        String reason = members.textOf("stop_reason");
        Map<String, @Nullable Object> completion = new LinkedHashMap<>();
        String id = members.textOf("id");
        completion.put("id", id == null ? "chatcmpl-" + createdSeconds : id);
        completion.put("object", "chat.completion");
        completion.put("created", createdSeconds);
        completion.put(
                "model",
                call.wish().model() == null
                        ? members.textOf("model")
                        : call.wish().model());
        completion.put("choices", List.of(answer.choice(reason)));
        completion.put("usage", usage.asChat(tokens));
        return new PlainAnswer(
                JsonText.written(completion), Optional.of(tokens), null, StopReason.REFUSAL.equals(reason), null);
    }

    private void take(Map<String, @Nullable Object> block) {
        switch (Values.textOr(block, "type", "")) {
            case "text" -> {
                say(Values.textOr(block, "text", ""));
                citations.addAll(Values.elements(block.get("citations")));
            }
            case "thinking" -> {
                thoughts.append(Values.textOr(block, "thinking", ""));
                thinkingBlocks.add(block);
            }
            case "redacted_thinking" -> thinkingBlocks.add(block);
            case "tool_use" -> call(block);
            default -> serverBlocks.add(block);
        }
    }

    private void say(String words) {
        said = true;
        text.append(words);
    }

    private void call(Map<String, @Nullable Object> block) {
        Map<String, @Nullable Object> input = Values.object(block.get("input"));
        String arguments = new String(JsonText.written(input), StandardCharsets.UTF_8);
        if (asTool && AnswerFormat.TOOL.equals(block.get("name"))) {
            say(arguments);
            return;
        }
        Map<String, @Nullable Object> call = Values.of("id", Values.textOr(block, "id", ""), "type", "function");
        call.put("function", Values.of("name", Values.textOr(block, "name", ""), "arguments", arguments));
        calls.add(call);
    }

    private Map<String, @Nullable Object> choice(@Nullable String reason) {
        Map<String, @Nullable Object> message = Values.of("role", "assistant");
        message.put("content", said ? text.toString() : null);
        if (!thinkingBlocks.isEmpty()) {
            if (!thoughts.isEmpty()) {
                message.put("reasoning_content", thoughts.toString());
            }
            message.put("thinking_blocks", thinkingBlocks);
        }
        if (!calls.isEmpty()) {
            message.put("tool_calls", calls);
        }
        Map<String, @Nullable Object> further = Values.object(null);
        if (!citations.isEmpty()) {
            further.put("citations", citations);
        }
        if (!serverBlocks.isEmpty()) {
            further.put("server_blocks", serverBlocks);
        }
        if (!further.isEmpty()) {
            message.put("provider_specific_fields", further);
        }
        Map<String, @Nullable Object> choice = Values.of("index", 0, "message", message);
        choice.put("finish_reason", StopReason.asFinish(reason, !calls.isEmpty()));
        return choice;
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads whole answers of OpenAI's shape: checks that there is one, and writes the client's name for the model in. */
final class OpenAiAnswers {
    private OpenAiAnswers() {}

    /** @throws MalformedJson when it is not one JSON object */
    static PlainAnswer read(OutgoingCall call, byte[] body) throws MalformedJson {
        JsonMembers members = JsonMembers.of(body);
        int product = product(call.type(), members);
        ErrorWords error = error(call.type(), members, product);
        if (error != null) {
            return PlainAnswer.ofError(error);
        }
        boolean choices = call.type() == CallType.CHAT || call.type() == CallType.TEXT_COMPLETION;
        JsonMembers first = choices ? members.firstElement(product) : null;
        String model = call.wish().model();
        byte[] name = model == null ? null : JsonText.quoted(model);
        byte[] list = choices && endsOddly(members, product, first) ? withKnownEnds(members.tree(product)) : null;
        return new PlainAnswer(
                rewritten(members, name, product, list),
                AnswerUsage.of(call, members, product),
                call.type() == CallType.RESPONSES ? members.textOf("id") : null,
                filtered(first),
                null);
    }

    /** The member that a client waits for; -1 when it is not there. */
    private static int product(CallType type, JsonMembers members) {
        return switch (type) {
            case CHAT, TEXT_COMPLETION -> members.findPresent("choices");
            case RESPONSES -> members.findPresent("output");
            case STORED_RESPONSE -> members.findPresent("object"); // of whatever is told about it
            case EMBEDDING, IMAGE -> members.findPresent("data");
            case MODERATION -> members.findPresent("results");
            case RERANK -> Math.max(members.findPresent("results"), members.findPresent("data"));
            case SPEECH, TRANSCRIPTION -> members.findPresent("text");
            case TOKEN_COUNT -> members.findPresent("input_tokens");
        };
    }

    /** Words of an error, or ours about an answer in which nothing is answered; null when it is one. */
    private static @Nullable ErrorWords error(CallType type, JsonMembers members, int product) {
        boolean list = product >= 0 && members.kind(product) == Kind.ARRAY;
        boolean empty = product < 0 || (list && isEmptyArray(members, product));
        boolean failed = type == CallType.RESPONSES && "failed".equals(members.textOf("status"));
        ErrorWords told = empty || failed ? ErrorWords.in(members) : null;
        if (told != null) {
            return told;
        }
        return switch (type) {
            case CHAT, TEXT_COMPLETION -> empty || !list ? nothingIn("choices") : null;
            case EMBEDDING -> empty || !list ? nothingIn("data") : null;
            case RESPONSES -> failed || (!list && members.textOf("status") == null) ? nothingIn("output") : null;
            case MODERATION, RERANK -> list ? null : nothingIn("results");
            case IMAGE -> list ? null : nothingIn("data");
            case STORED_RESPONSE -> empty ? nothingIn("object") : null;
            case SPEECH, TRANSCRIPTION, TOKEN_COUNT -> null; // of many forms
        };
    }

    private static boolean isEmptyArray(JsonMembers members, int index) {
        byte[] bytes = members.bytes();
        int at = members.valueStart(index) + 1;
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t') {
            at++;
        }
        return bytes[at] == ']';
    }

    private static ErrorWords nothingIn(String name) {
        return ErrorWords.ofMessage("the upstream's answer has no " + name);
    }

    private static boolean filtered(@Nullable JsonMembers first) {
        String reason = first == null ? null : first.textOf("finish_reason");
        return reason != null && FinishReasons.known(reason, false).equals("content_filter");
    }

    /** Whether a choice ended for a reason that OpenAI has no such word for. Looks at all of them only if there are many. */
    private static boolean endsOddly(JsonMembers members, int list, @Nullable JsonMembers first) {
        if (first != null && isOnlyElement(members, list, first)) {
            return isOdd(first);
        }
        int[] ranges = members.elements(list);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers choice = JsonMembers.within(members.bytes(), ranges[pair], ranges[pair + 1]);
            if (choice != null && isOdd(choice)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOdd(JsonMembers choice) {
        String reason = choice.textOf("finish_reason");
        return reason != null && !FinishReasons.isKnown(reason);
    }

    private static boolean isOnlyElement(JsonMembers members, int list, JsonMembers first) {
        if (first.size() == 0) {
            return false;
        }
        byte[] bytes = members.bytes();
        int at = first.valueEnd(first.size() - 1);
        while (bytes[at] != '}') { // blanks: the object has no more members
            at++;
        }
        at++;
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t') {
            at++;
        }
        return at == members.valueEnd(list) - 1;
    }

    private static byte[] withKnownEnds(@Nullable Object tree) {
        var choices = new ArrayList<@Nullable Object>();
        for (Object one : tree instanceof List<?> list ? list : List.of()) {
            if (one instanceof Map<?, ?> map) {
                var choice = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, value) -> choice.put(String.valueOf(name), value));
                boolean callsTools = choice.get("message") instanceof Map<?, ?> message
                        && message.get("tool_calls") instanceof List<?> calls
                        && !calls.isEmpty();
                FinishReasons.makeKnown(choice, callsTools);
                choices.add(choice);
            } else {
                choices.add(one);
            }
        }
        return JsonText.written(choices);
    }

    /** The body with other values for two of its members; null keeps what stands there. */
    private static byte[] rewritten(JsonMembers members, byte @Nullable [] model, int list, byte @Nullable [] choices) {
        int index = members.find("model");
        boolean named = model != null && index >= 0 && members.kind(index) == Kind.STRING;
        if (!named && choices == null) {
            return members.bytes();
        }
        if (choices == null) {
            return spliced(members.bytes(), members.valueStart(index), members.valueEnd(index), model);
        }
        byte[] body = members.bytes();
        boolean modelFirst = named && index < list;
        if (named && !modelFirst) { // from the back, so that places before it stay where they are
            body = spliced(body, members.valueStart(index), members.valueEnd(index), model);
        }
        body = spliced(body, members.valueStart(list), members.valueEnd(list), choices);
        return modelFirst ? spliced(body, members.valueStart(index), members.valueEnd(index), model) : body;
    }

    private static byte[] spliced(byte[] old, int from, int to, byte @Nullable [] value) {
        if (value == null) {
            return old;
        }
        byte[] body = new byte[old.length - (to - from) + value.length];
        System.arraycopy(old, 0, body, 0, from);
        System.arraycopy(value, 0, body, from, value.length);
        System.arraycopy(old, to, body, from + value.length, old.length - to);
        return body;
    }
}

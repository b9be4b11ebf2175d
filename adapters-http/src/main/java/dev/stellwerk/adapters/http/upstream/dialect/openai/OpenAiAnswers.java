package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Optional;
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
        String model = call.wish().model();
        return new PlainAnswer(
                model == null ? body : restamped(members, model),
                usage(call, members, product),
                call.type() == CallType.RESPONSES ? members.textOf("id") : null,
                filtered(members),
                null);
    }

    /** The member that a client waits for; -1 when it is not there. */
    private static int product(CallType type, JsonMembers members) {
        return switch (type) {
            case CHAT, TEXT_COMPLETION -> members.findPresent("choices");
            case RESPONSES -> members.findPresent("output");
            case EMBEDDING, IMAGE -> members.findPresent("data");
            case MODERATION -> members.findPresent("results");
            case RERANK -> Math.max(members.findPresent("results"), members.findPresent("data"));
            case SPEECH, TRANSCRIPTION -> members.findPresent("text");
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
            case SPEECH, TRANSCRIPTION -> null; // of many forms
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

    private static boolean filtered(JsonMembers members) {
        int choices = members.find("choices");
        JsonMembers first = choices < 0 ? null : members.firstElement(choices);
        return first != null && "content_filter".equals(first.textOf("finish_reason"));
    }

    /** What counts in tokens is charged for, whether the upstream counts or not. */
    private static Optional<TokenUsage> usage(OutgoingCall call, JsonMembers members, int product) {
        Optional<TokenUsage> said = UsageReader.read(members.objectOf("usage"));
        if (said.isPresent()) {
            return said;
        }
        return switch (call.type()) {
            case CHAT, TEXT_COMPLETION, RESPONSES -> {
                int produced = product < 0 ? 0 : members.valueEnd(product) - members.valueStart(product);
                yield Optional.of(new TokenUsage(call.promptTokens(), produced / UsageReader.BYTES_PER_TOKEN));
            }
            case EMBEDDING -> Optional.of(new TokenUsage(call.promptTokens(), 0));
            case IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK -> Optional.empty();
        };
    }

    private static byte[] restamped(JsonMembers members, String model) {
        int index = members.find("model");
        if (index < 0 || members.kind(index) != Kind.STRING) {
            return members.bytes();
        }
        byte[] name = JsonText.quoted(model);
        byte[] old = members.bytes();
        int from = members.valueStart(index);
        int to = members.valueEnd(index);
        byte[] body = new byte[old.length - (to - from) + name.length];
        System.arraycopy(old, 0, body, 0, from);
        System.arraycopy(name, 0, body, from, name.length);
        System.arraycopy(old, to, body, from + name.length, old.length - to);
        return body;
    }
}

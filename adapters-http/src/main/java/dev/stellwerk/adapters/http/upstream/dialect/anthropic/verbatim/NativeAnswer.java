package dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.MessageUsage;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole message, as it came but for the name of its model. */
final class NativeAnswer {
    private static final String REFUSAL = "refusal";

    private NativeAnswer() {}

    /** @throws MalformedJson when it is not one JSON object */
    static PlainAnswer read(OutgoingCall call, byte[] body) throws MalformedJson {
        JsonMembers members = JsonMembers.of(body);
        int content = members.findPresent("content");
        if (content < 0 || members.kind(content) != Kind.ARRAY) {
            ErrorWords told = ErrorWords.in(members);
            return PlainAnswer.ofError(
                    told == null ? ErrorWords.ofMessage("the upstream's answer has no content") : told);
        }
        var usage = new MessageUsage();
        usage.take(members.objectOf("usage"));
        return new PlainAnswer(
                named(members, call.wish().model()),
                Optional.of(usage.tokens(call.promptTokens(), body.length / UsageReader.BYTES_PER_TOKEN)),
                null,
                REFUSAL.equals(members.textOf("stop_reason")),
                null);
    }

    /** How many tokens a prompt has. Nothing is used by being counted. */
    static PlainAnswer count(byte[] body) throws MalformedJson {
        JsonMembers members = JsonMembers.of(body);
        if (members.find("input_tokens") < 0) {
            ErrorWords told = ErrorWords.in(members);
            return PlainAnswer.ofError(
                    told == null ? ErrorWords.ofMessage("the upstream's answer has no input_tokens") : told);
        }
        return new PlainAnswer(body, Optional.of(TokenUsage.NONE), null, false, null);
    }

    private static byte[] named(JsonMembers members, @Nullable String model) {
        byte[] body = members.bytes();
        int at = model == null ? -1 : members.find("model");
        if (model == null || at < 0) {
            return body;
        }
        var named = new Output();
        named.add(body, 0, members.valueStart(at))
                .add(JsonText.quoted(model))
                .add(body, members.valueEnd(at), body.length);
        return named.bytes();
    }
}

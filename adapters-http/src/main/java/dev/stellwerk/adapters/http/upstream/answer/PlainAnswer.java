package dev.stellwerk.adapters.http.upstream.answer;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole JSON answer, checked, with the model's name as the client knows it.
 *
 * @param usage empty when the upstream did not say
 * @param id the answer's name, if it has one
 * @param filtered the first choice was cut by the upstream's content filter
 * @param error what went wrong, when the answer is an error in spite of its status
 */
public record PlainAnswer(
        byte[] body,
        Optional<TokenUsage> usage,
        int producedBytes,
        @Nullable String id,
        boolean filtered,
        @Nullable ErrorWords error) {
    private static final String[] PRODUCTS = {"choices", "output", "data", "results", "text"};

    /**
     * Reads an answer.
     *
     * @param model the name to write in; null keeps the upstream's
     * @throws MalformedJson when it is not one JSON object
     */
    public static PlainAnswer of(byte[] body, @Nullable String model) throws MalformedJson {
        JsonMembers members = JsonMembers.of(body);
        int produced = producedBytes(members);
        int error = members.findPresent("error");
        boolean failed = error >= 0 && produced == 0 && members.kind(error) != Kind.BOOLEAN;
        return new PlainAnswer(
                model == null ? body : restamped(members, model),
                UsageReader.read(members.objectOf("usage")),
                produced,
                members.textOf("id"),
                filtered(members),
                failed ? ErrorWords.of(members) : null);
    }

    private static boolean filtered(JsonMembers members) {
        int choices = members.find("choices");
        JsonMembers first = choices < 0 ? null : members.firstElement(choices);
        return first != null && "content_filter".equals(first.textOf("finish_reason"));
    }

    private static int producedBytes(JsonMembers members) {
        for (String product : PRODUCTS) {
            int index = members.findPresent(product);
            if (index >= 0) {
                return members.valueEnd(index) - members.valueStart(index);
            }
        }
        return 0;
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

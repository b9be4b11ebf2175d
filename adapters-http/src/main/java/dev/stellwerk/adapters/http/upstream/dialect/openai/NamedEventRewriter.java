package dev.stellwerk.adapters.http.upstream.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.stream.EventReader;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.Billed;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named events of the Responses API, and of other streams that consist of such. They keep their names, and the model
 * in the response they carry becomes the client's.
 */
final class NamedEventRewriter implements StreamRewriter {
    private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
    private static final Set<String> GREETINGS = Set.of("response.created", "response.in_progress", "response.queued");
    private static final Set<String> LAST =
            Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

    private final boolean responses;
    private final byte @Nullable [] model;
    private final Endpoint endpoint;
    private final long promptTokens;
    private @Nullable String answerId;
    private @Nullable TokenUsage usage;
    private long producedBytes;
    private long webSearches;
    private boolean begun;
    private boolean finished;

    public NamedEventRewriter(boolean responses, AnswerWish wish, Endpoint endpoint, long promptTokens) {
        this.responses = responses;
        this.model = wish.model() == null ? null : JsonText.quoted(wish.model());
        this.endpoint = endpoint;
        this.promptTokens = promptTokens;
    }

    @Override
    public @Nullable UpstreamFailure accept(EventReader event, Output out) {
        if (event.isLastWord()) {
            finished = true;
            if (!responses) {
                out.add(DATA).add(DONE).add(END);
            }
            return null;
        }
        JsonMembers data;
        try {
            data = JsonMembers.of(event.bytes(), event.dataStart(), event.dataEnd(), Integer.MAX_VALUE);
        } catch (MalformedJson _) {
            return Failures.unusable("the upstream's stream holds an event that is not JSON");
        }
        String type = String.valueOf(data.textOf("type"));
        JsonMembers response = data.objectOf("response");
        UpstreamFailure failure = failure(type, data, response);
        if (failure != null) {
            return failure;
        }
        note(type, data, response);
        write(event, data, response, out);
        return null;
    }

    /** A failure is told to the client in the stream's own words once it has begun. */
    private @Nullable UpstreamFailure failure(String type, JsonMembers data, @Nullable JsonMembers response) {
        if (type.equals("response.failed")) {
            ErrorWords told = response == null ? null : ErrorWords.in(response);
            return begun ? null : Failures.told(told == null ? ErrorWords.NONE : told, endpoint);
        }
        ErrorWords error = response == null ? ErrorWords.in(data) : null;
        return error == null ? null : Failures.told(error, endpoint);
    }

    private void note(String type, JsonMembers data, @Nullable JsonMembers response) {
        begun |= !GREETINGS.contains(type);
        if (responses && answerId == null && response != null) {
            answerId = response.textOf("id");
        }
        finished |= LAST.contains(type);
        int delta = data.findPresent("delta");
        if (delta >= 0 && data.kind(delta) == Kind.STRING) {
            producedBytes += data.valueEnd(delta) - data.valueStart(delta) - 2L;
        }
        webSearches += type.equals("response.web_search_call.completed") ? 1 : 0;
        JsonMembers told = response == null ? data : response;
        UsageReader.read(told.objectOf("usage"))
                .ifPresent(read -> usage = read.with(Billed.of(UsageReader.serviceTier(told), webSearches)));
    }

    private void write(EventReader event, JsonMembers data, @Nullable JsonMembers response, Output out) {
        byte[] name = event.name();
        if (name != null) {
            out.add(EVENT).add(name).add('\n');
        }
        out.add(DATA);
        int at = event.dataStart();
        if (model != null) { // it may stand in the event, and in the response that the event carries
            boolean outerFirst = response == null || data.find("model") < data.find("response");
            at = outerFirst ? writeUpToModel(data, at, out) : at;
            at = response == null ? at : writeUpToModel(response, at, out);
            at = outerFirst ? at : writeUpToModel(data, at, out);
        }
        out.add(event.bytes(), at, event.dataEnd());
        out.add(END);
    }

    /** Writes what stands before the model's name, and the client's name in its place; answers where to go on. */
    private int writeUpToModel(JsonMembers holder, int from, Output out) {
        int index = holder.find("model");
        if (model == null || index < 0 || holder.kind(index) != Kind.STRING) {
            return from;
        }
        out.add(holder.bytes(), from, holder.valueStart(index)).add(model);
        return holder.valueEnd(index);
    }

    @Override
    public boolean begun() {
        return begun;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    /** Streams other than responses have no common last word: an orderly end of the body is theirs. */
    @Override
    public boolean endOfBody(Output out) {
        return finished || !responses;
    }

    @Override
    public @Nullable String answerId() {
        return answerId;
    }

    @Override
    public TokenUsage usage() {
        long completion = (producedBytes + UsageReader.BYTES_PER_TOKEN - 1) / UsageReader.BYTES_PER_TOKEN;
        return usage != null ? usage : new TokenUsage(promptTokens, completion);
    }
}

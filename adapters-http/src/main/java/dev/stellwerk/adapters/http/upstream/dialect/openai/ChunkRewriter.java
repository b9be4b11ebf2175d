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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of chat and text completions: one id, one creation time and the client's name for the model throughout, the
 * role once, the reason for the end in a chunk of its own, and usage at most once, last before {@code [DONE]}.
 */
final class ChunkRewriter implements StreamRewriter {
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

    private final boolean chat;
    private final AnswerWish wish;
    private final byte @Nullable [] model;
    private final Endpoint endpoint;
    private final long promptTokens;
    private final ChoiceRewriter choices;

    private byte @Nullable [] id;
    private byte @Nullable [] created;
    private byte @Nullable [] kept; // the upstream's model, for the usage chunk
    private byte @Nullable [] usageText;
    private @Nullable TokenUsage usage;
    private boolean begun;
    private boolean done;

    public ChunkRewriter(boolean chat, AnswerWish wish, Endpoint endpoint, long promptTokens) {
        this.chat = chat;
        this.wish = wish;
        this.model = wish.model() == null ? null : JsonText.quoted(wish.model());
        this.endpoint = endpoint;
        this.promptTokens = promptTokens;
        this.choices = new ChoiceRewriter(chat);
    }

    @Override
    public @Nullable UpstreamFailure accept(EventReader event, Output out) {
        if (event.isLastWord()) {
            finish(out);
            return null;
        }
        try {
            return accept(JsonMembers.of(event.bytes(), event.dataStart(), event.dataEnd(), Integer.MAX_VALUE), out);
        } catch (MalformedJson _) {
            return Failures.unusable("the upstream's stream holds an event that is not JSON");
        }
    }

    @Nullable
    UpstreamFailure accept(JsonMembers chunk, Output out) {
        int list = chunk.find("choices");
        ErrorWords error = list < 0 ? ErrorWords.in(chunk) : null;
        if (error != null) {
            return Failures.told(error, endpoint);
        }
        remember(chunk);
        boolean usageAlone =
                noteUsage(chunk) && (list < 0 || chunk.kind(list) != Kind.ARRAY || chunk.elements(list).length == 0);
        if (usageAlone) {
            return null;
        }
        ChoiceRewriter.Result result = list < 0 ? ChoiceRewriter.Result.AS_IS : choices.rewrite(chunk, list);
        begun |= choices.begun();
        write(chunk, result.first(), out);
        if (result.second() != null) {
            write(chunk, result.second(), out);
        }
        return null;
    }

    private void remember(JsonMembers chunk) {
        id = id == null ? valueOf(chunk, "id") : id;
        created = created == null ? valueOf(chunk, "created") : created;
        kept = kept == null ? valueOf(chunk, "model") : kept;
    }

    private static byte @Nullable [] valueOf(JsonMembers chunk, String name) {
        int index = chunk.findPresent(name);
        return index < 0 ? null : Arrays.copyOfRange(chunk.bytes(), chunk.valueStart(index), chunk.valueEnd(index));
    }

    /** Keeps usage for the end; some upstreams report it with every chunk, and the last report counts. */
    private boolean noteUsage(JsonMembers chunk) {
        JsonMembers reported = chunk.objectOf("usage");
        if (reported == null) {
            return false;
        }
        TokenUsage read = UsageReader.read(reported).orElse(null);
        if (read != null) {
            usage = read.with(Billed.of(UsageReader.serviceTier(chunk), 0));
            usageText = valueOf(chunk, "usage");
        }
        return true;
    }

    private void write(JsonMembers chunk, byte @Nullable [] newChoices, Output out) {
        out.add(DATA);
        char separator = '{';
        for (int index = 0; index < chunk.size(); index++) {
            String name = chunk.name(index);
            if (!name.equals("usage")) {
                out.add(separator);
                separator = ',';
                out.add(chunk.bytes(), chunk.memberStart(index), chunk.valueStart(index));
                byte[] value = replacement(name, newChoices);
                if (value == null) {
                    out.add(chunk.bytes(), chunk.valueStart(index), chunk.valueEnd(index));
                } else {
                    out.add(value);
                }
            }
        }
        if (separator == '{') {
            out.add('{');
        }
        out.add('}').add(END);
    }

    private byte @Nullable [] replacement(String name, byte @Nullable [] newChoices) {
        return switch (name) {
            case "model" -> model;
            case "id" -> id;
            case "created" -> created;
            case "choices" -> newChoices;
            default -> null;
        };
    }

    private void finish(Output out) {
        if (!done) {
            done = true;
            if (wish.usageWanted()) {
                writeUsage(out);
            }
            out.add(DATA).add(DONE).add(END);
        }
    }

    private void writeUsage(Output out) {
        String empty = chat ? "{\"index\":0,\"delta\":{}}" : "{\"index\":0,\"text\":\"\",\"finish_reason\":null}";
        out.add(DATA).add("{\"id\":".getBytes(US_ASCII)).add(id == null ? "\"\"".getBytes(US_ASCII) : id);
        out.add((chat ? ",\"object\":\"chat.completion.chunk\"" : ",\"object\":\"text_completion\"")
                .getBytes(US_ASCII));
        out.add(",\"created\":".getBytes(US_ASCII)).add(created == null ? "0".getBytes(US_ASCII) : created);
        byte[] name = model == null ? kept : model;
        if (name != null) {
            out.add(",\"model\":".getBytes(US_ASCII)).add(name);
        }
        out.add((",\"choices\":[" + (wish.usageWithoutChoices() ? "" : empty) + "],\"usage\":").getBytes(US_ASCII));
        out.add(usageText == null ? estimateAsJson() : usageText).add('}').add(END);
    }

    private byte[] estimateAsJson() {
        TokenUsage estimate = usage();
        return ("{\"prompt_tokens\":" + estimate.promptTokens() + ",\"completion_tokens\":"
                        + estimate.completionTokens() + ",\"total_tokens\":" + estimate.total() + "}")
                .getBytes(US_ASCII);
    }

    @Override
    public boolean begun() {
        return begun;
    }

    @Override
    public boolean finished() {
        return done;
    }

    @Override
    public boolean endOfBody(Output out) {
        if (choices.finishSeen()) {
            finish(out);
        }
        return done;
    }

    @Override
    public TokenUsage usage() {
        if (usage != null) {
            return usage;
        }
        long completion = (choices.producedBytes() + UsageReader.BYTES_PER_TOKEN - 1) / UsageReader.BYTES_PER_TOKEN;
        return new TokenUsage(promptTokens, completion);
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.body.MemberChanges;
import dev.stellwerk.adapters.http.body.Rendering;
import dev.stellwerk.adapters.http.body.StoredResponseRequest;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.dialect.parameter.Fitting;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.domain.deployment.ProviderParameters.Treatment;
import dev.stellwerk.domain.spi.routing.CallType;

/** The clients' own language: bodies pass as bytes, with the few changes that the deployment asks for. */
public final class OpenAiDialect implements Dialect {
    private static final String STREAM_OPTIONS = "stream_options";

    private final ApiLayout layout;
    private final CallTargets targets;

    public OpenAiDialect(ApiLayout layout) {
        this.layout = layout;
        this.targets = new CallTargets(layout);
    }

    @Override
    public UpstreamRequest request(OutgoingCall call) {
        return request(call, operation(call));
    }

    UpstreamRequest request(OutgoingCall call, Operation operation) {
        CallTarget target = targets.of(call.endpoint(), operation);
        Fitting.Fitted fitted = Fitting.of(call);
        var rendering = new Rendering(
                layout.model(call.endpoint()),
                call.overrides(),
                call.defaults(),
                usageWanted(call, fitted.changes()),
                fitted.changes());
        CallTarget place = call.body() instanceof StoredResponseRequest stored
                ? target.below(stored.method(), stored.path(), stored.query())
                : target;
        return new UpstreamRequest(place, call.body().render(rendering), fitted.dropped());
    }

    private boolean usageWanted(OutgoingCall call, MemberChanges changes) {
        boolean chunks = call.type() == CallType.CHAT || call.type() == CallType.TEXT_COMPLETION;
        return call.streaming()
                && chunks
                && layout.reportsStreamUsage(call.endpoint())
                && !changes.isLeftOut(STREAM_OPTIONS)
                && !(call.rules().provider().treatments().get(STREAM_OPTIONS) instanceof Treatment.Omitted);
    }

    private static Operation operation(OutgoingCall call) {
        Operation asked = call.body().operation();
        return asked == null ? ofType(call) : asked;
    }

    private static Operation ofType(OutgoingCall call) {
        return switch (call.type()) {
            case CHAT -> Operation.CHAT;
            case TEXT_COMPLETION -> Operation.TEXT_COMPLETION;
            case EMBEDDING -> Operation.EMBEDDING;
            case RESPONSES, STORED_RESPONSE -> Operation.RESPONSES;
            case IMAGE -> Operation.IMAGE_GENERATION;
            case SPEECH -> Operation.SPEECH;
            case TRANSCRIPTION -> Operation.TRANSCRIPTION;
            case MODERATION -> Operation.MODERATION;
            case RERANK -> Operation.RERANK;
            case TOKEN_COUNT -> throw new UntranslatableCall("OpenAI's API counts no tokens", "model");
        };
    }

    @Override
    public PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson {
        return OpenAiAnswers.read(call, body);
    }

    @Override
    public StreamTranslation stream(OutgoingCall call) {
        return new StreamTranslation(new EventSplitter(), rewriter(call));
    }

    private static StreamRewriter rewriter(OutgoingCall call) {
        return switch (call.type()) {
            case CHAT -> new ChunkRewriter(true, call.wish(), call.endpoint(), call.promptTokens());
            case TEXT_COMPLETION -> new ChunkRewriter(false, call.wish(), call.endpoint(), call.promptTokens());
            case RESPONSES, STORED_RESPONSE ->
                new NamedEventRewriter(true, call.wish(), call.endpoint(), call.promptTokens());
            case EMBEDDING, IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK, TOKEN_COUNT ->
                new NamedEventRewriter(false, call.wish(), call.endpoint(), call.promptTokens());
        };
    }
}

package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.body.Operation;
import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.body.Rendering;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.domain.spi.routing.CallType;

/** The clients' own language: bodies pass as bytes, with the few changes that the deployment asks for. */
public final class OpenAiDialect implements Dialect {
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
        return new UpstreamRequest(targets.of(call.endpoint(), operation), rendered(call));
    }

    private RenderedBody rendered(OutgoingCall call) {
        boolean chunks = call.type() == CallType.CHAT || call.type() == CallType.TEXT_COMPLETION;
        boolean usageWanted = call.streaming() && chunks && layout.reportsStreamUsage(call.endpoint());
        return call.body()
                .render(new Rendering(call.endpoint().model(), call.overrides(), call.defaults(), usageWanted));
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
            case RESPONSES -> Operation.RESPONSES;
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
            case RESPONSES -> new NamedEventRewriter(true, call.wish(), call.endpoint(), call.promptTokens());
            case EMBEDDING, IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK, TOKEN_COUNT ->
                new NamedEventRewriter(false, call.wish(), call.endpoint(), call.promptTokens());
        };
    }
}

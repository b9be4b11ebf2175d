package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.MultipartBody;
import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.body.Rendering;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.answer.UsageReader;
import dev.stellwerk.adapters.http.upstream.answer.VisibleHeaders;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.Operation;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.failure.RetryAfter;
import dev.stellwerk.adapters.http.upstream.stream.ByteStream;
import dev.stellwerk.adapters.http.upstream.stream.ChunkRewriter;
import dev.stellwerk.adapters.http.upstream.stream.EventSplitter;
import dev.stellwerk.adapters.http.upstream.stream.EventStream;
import dev.stellwerk.adapters.http.upstream.stream.NamedEventRewriter;
import dev.stellwerk.adapters.http.upstream.stream.OpenAnswer;
import dev.stellwerk.adapters.http.upstream.stream.StreamPauses;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;
import dev.stellwerk.adapters.http.upstream.wire.AnswerTooLong;
import dev.stellwerk.adapters.http.upstream.wire.Connections;
import dev.stellwerk.adapters.http.upstream.wire.RunningCall;
import dev.stellwerk.adapters.http.upstream.wire.UpstreamResponse;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/** One call: what is sent for it, and how what comes back is read. */
public final class UpstreamAttempt {
    private static final int BODY_MAX = 32 << 20;
    private static final int ERROR_BODY_MAX = 64 << 10;
    /** No stream lasts longer, however steadily it drips. */
    private static final Duration STREAM_MAX = Duration.ofHours(1);

    private final UpstreamCall call;
    private final CallBody body;
    private final WireOptions options;
    private final StreamPauses pauses;
    private final Time time;
    private final Endpoint endpoint;
    private final long startNanos;

    public UpstreamAttempt(UpstreamCall call, CallBody body, WireOptions options, StreamPauses pauses, Time time) {
        this.call = call;
        this.body = body;
        this.options = options;
        this.pauses = pauses;
        this.time = time;
        this.endpoint = call.deployment().endpoint();
        this.startNanos = time.nanos();
    }

    private Duration firstBound() {
        return call.streaming() ? call.bounds().event() : call.bounds().whole();
    }

    /** When a plain answer must be whole, or a stream's first event there. */
    public long firstDeadline() {
        return startNanos + firstBound().toNanos();
    }

    public UpstreamFailure timeout() {
        return Failures.timeout(firstBound(), !call.streaming(), call.bounds());
    }

    public Outcome run(RunningCall exchange, Connections connections, CallTargets targets)
            throws IOException, HttpException {
        UpstreamResponse response = connections.send(
                exchange, targets.of(endpoint, operation()), rendered(), call.streaming(), connectBound());
        boolean streams = false;
        try {
            Outcome outcome = read(exchange, response);
            streams = outcome instanceof Outcome.Streaming;
            return outcome;
        } finally {
            if (!streams) {
                response.lease().giveBack(response.body());
            }
        }
    }

    private Operation operation() {
        return switch (call.type()) {
            case CHAT -> Operation.CHAT;
            case TEXT_COMPLETION -> Operation.TEXT_COMPLETION;
            case EMBEDDING -> Operation.EMBEDDING;
            case RESPONSES -> Operation.RESPONSES;
            case IMAGE -> body instanceof MultipartBody ? Operation.IMAGE_EDIT : Operation.IMAGE_GENERATION;
            case SPEECH -> Operation.SPEECH;
            case TRANSCRIPTION -> Operation.TRANSCRIPTION;
            case MODERATION -> Operation.MODERATION;
            case RERANK -> Operation.RERANK;
        };
    }

    /** Whether the caller leaves less time for the connection than the gateway would. */
    boolean impatient() {
        return call.bounds().chosenByCaller()
                && firstBound().compareTo(call.bounds().connect()) < 0;
    }

    private Duration connectBound() {
        AttemptBounds bounds = call.bounds();
        return bounds.connect().compareTo(firstBound()) < 0 ? bounds.connect() : firstBound();
    }

    private RenderedBody rendered() {
        Deployment deployment = call.deployment();
        boolean chunks = call.type() == CallType.CHAT || call.type() == CallType.TEXT_COMPLETION;
        boolean usageWanted =
                call.streaming() && chunks && Dialect.of(endpoint.provider()).reportsStreamUsage(endpoint);
        return body.render(
                new Rendering(endpoint.model(), call.overrides(), deployment.requestDefaults(), usageWanted));
    }

    private Outcome read(RunningCall exchange, UpstreamResponse response) throws IOException {
        if (response.status() >= 300) {
            return refused(response);
        }
        String encoding = response.header("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return failed("the upstream's answer is compressed, which was not asked for", response);
        }
        String type = response.mediaType();
        if (isSound(type)) {
            return bytes(exchange, response);
        }
        // Some upstreams stream without being asked, and some announce no type when they are.
        boolean events = type.equals("text/event-stream") || (call.streaming() && !type.equals("application/json"));
        return events ? stream(exchange, response) : plain(response);
    }

    private boolean isSound(String type) {
        return type.startsWith("audio/") || (call.type() == CallType.SPEECH && type.equals("application/octet-stream"));
    }

    private Outcome refused(UpstreamResponse response) throws IOException {
        byte[] body = response.body().readUpTo(ERROR_BODY_MAX);
        Optional<Duration> retryAfter =
                RetryAfter.of(response.header("retry-after-ms"), response.header("retry-after"), time.now());
        UpstreamFailure failure =
                Failures.ofAnswer(response.status(), ErrorWords.of(body, response.mediaType()), retryAfter, endpoint);
        return new Outcome.Failed(failure, response.status());
    }

    private static Outcome failed(String problem, UpstreamResponse response) {
        return new Outcome.Failed(Failures.unusable(problem), response.status());
    }

    private Outcome plain(UpstreamResponse response) throws IOException {
        byte[] bytes = response.body().readUpTo(BODY_MAX);
        if (bytes.length > BODY_MAX) {
            throw new AnswerTooLong("the upstream's answer", BODY_MAX);
        }
        String contentType = contentType(response);
        if (mayBeAnything(response)) {
            return new Outcome.Answered(
                    response.status(), contentType, VisibleHeaders.of(response.head()), bytes, Optional.empty());
        }
        try {
            return plain(response, PlainAnswer.of(bytes, call.answerModel()));
        } catch (MalformedJson _) {
            return failed("the upstream's answer is not a JSON object", response);
        }
    }

    private Outcome plain(UpstreamResponse response, PlainAnswer answer) {
        if (answer.error() != null) {
            return new Outcome.Failed(Failures.told(answer.error(), endpoint), response.status());
        }
        if (call.streaming()) {
            UpstreamFailure plain = Failures.unusable("the upstream answered a request for a stream without one");
            return new Outcome.Failed(
                    plain.broughtAboutByCaller(), response.status()); // who asks for one is the caller
        }
        return new Outcome.Answered(
                response.status(),
                "application/json",
                VisibleHeaders.of(response.head()),
                answer.body(),
                answer.usage().or(() -> estimate(answer)),
                call.type() == CallType.RESPONSES ? answer.id() : null,
                answer.filtered());
    }

    private static String contentType(UpstreamResponse response) {
        String declared = response.header("content-type");
        return declared == null ? "application/json" : declared;
    }

    /** Sound and text are passed on as they are; everything else is JSON. */
    private boolean mayBeAnything(UpstreamResponse response) {
        boolean json = response.mediaType().endsWith("json");
        return call.type() == CallType.SPEECH || (call.type() == CallType.TRANSCRIPTION && !json);
    }

    /** What counts in tokens is charged for, whether the upstream counts or not (S60). */
    private Optional<TokenUsage> estimate(PlainAnswer answer) {
        return switch (call.type()) {
            case CHAT, TEXT_COMPLETION, RESPONSES ->
                Optional.of(new TokenUsage(promptTokens(), answer.producedBytes() / UsageReader.BYTES_PER_TOKEN));
            case EMBEDDING -> Optional.of(new TokenUsage(promptTokens(), 0));
            case IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK -> Optional.empty();
        };
    }

    private long promptTokens() {
        return body instanceof RequestBody request ? request.promptTokens() : 0;
    }

    private Outcome stream(RunningCall exchange, UpstreamResponse response) throws IOException {
        StreamRewriter rewriter = rewriter();
        var stream = new EventStream(open(exchange, response), new EventSplitter(), rewriter, pauses);
        UpstreamFailure failure = stream.awaitBeginning();
        return failure == null
                ? streaming(exchange, response, "text/event-stream", stream, rewriter.answerId())
                : new Outcome.Failed(failure, response.status());
    }

    /** What can be heard is passed on as it comes, so that it is heard while the rest is still being made. */
    private Outcome bytes(RunningCall exchange, UpstreamResponse response) throws IOException {
        var stream = new ByteStream(open(exchange, response), new TokenUsage(promptTokens(), 0));
        UpstreamFailure failure = stream.awaitBeginning();
        return failure == null
                ? streaming(exchange, response, contentType(response), stream, null)
                : new Outcome.Failed(failure, response.status());
    }

    private OpenAnswer open(RunningCall exchange, UpstreamResponse response) {
        return new OpenAnswer(exchange, response, call.bounds(), lastNanos(), time);
    }

    private Outcome streaming(
            RunningCall exchange,
            UpstreamResponse response,
            String contentType,
            UpstreamStream stream,
            @Nullable String answerId) {
        exchange.deadline(lastNanos());
        Duration firstEvent = Duration.ofNanos(time.nanos() - startNanos);
        return new Outcome.Streaming(contentType, VisibleHeaders.of(response.head()), firstEvent, stream, answerId);
    }

    private long lastNanos() {
        Duration whole = call.bounds().whole();
        return startNanos + (whole.compareTo(STREAM_MAX) > 0 ? whole : STREAM_MAX).toNanos();
    }

    private StreamRewriter rewriter() {
        return switch (call.type()) {
            case CHAT -> chunks(true);
            case TEXT_COMPLETION -> chunks(false);
            case RESPONSES -> new NamedEventRewriter(true, call.answerModel(), endpoint, promptTokens());
            case EMBEDDING, IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK ->
                new NamedEventRewriter(false, call.answerModel(), endpoint, promptTokens());
        };
    }

    private StreamRewriter chunks(boolean chat) {
        boolean usageWanted = options.usageAlways() || (body instanceof RequestBody request && request.usageAsked());
        return new ChunkRewriter(
                chat,
                new ChunkRewriter.Wish(call.answerModel(), usageWanted, options.usageWithoutChoices()),
                endpoint,
                promptTokens());
    }
}

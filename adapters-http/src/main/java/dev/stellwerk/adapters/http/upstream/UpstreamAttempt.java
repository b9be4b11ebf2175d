package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.answer.VisibleHeaders;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.StreamTranslation;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.failure.RetryAfter;
import dev.stellwerk.adapters.http.upstream.stream.ByteStream;
import dev.stellwerk.adapters.http.upstream.stream.EventStream;
import dev.stellwerk.adapters.http.upstream.stream.OpenAnswer;
import dev.stellwerk.adapters.http.upstream.stream.StreamPauses;
import dev.stellwerk.adapters.http.upstream.wire.AnswerTooLong;
import dev.stellwerk.adapters.http.upstream.wire.Connections;
import dev.stellwerk.adapters.http.upstream.wire.RunningCall;
import dev.stellwerk.adapters.http.upstream.wire.UpstreamResponse;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.usage.Billed;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/** One call on its way: sent in its provider's dialect, within its bounds, and what comes back told apart. */
final class UpstreamAttempt {
    private static final String REQUEST_ID = "request-id";
    private static final int BODY_MAX = 32 << 20;
    private static final int NOT_FOUND = 404;
    private static final int ERROR_BODY_MAX = 64 << 10;
    /** No stream lasts longer, however steadily it drips. */
    private static final Duration STREAM_MAX = Duration.ofHours(1);

    private final OutgoingCall call;
    private final Dialect dialect;
    private final AttemptBounds bounds;
    private final StreamPauses pauses;
    private final Time time;
    private final long startNanos;
    private List<String> dropped = List.of();

    UpstreamAttempt(OutgoingCall call, Dialect dialect, AttemptBounds bounds, StreamPauses pauses, Time time) {
        this.call = call;
        this.dialect = dialect;
        this.bounds = bounds;
        this.pauses = pauses;
        this.time = time;
        this.startNanos = time.nanos();
    }

    private Duration firstBound() {
        return call.streaming() ? bounds.event() : bounds.whole();
    }

    /** When a plain answer must be whole, or a stream's first event there. */
    long firstDeadline() {
        return startNanos + firstBound().toNanos();
    }

    UpstreamFailure timeout() {
        return Failures.timeout(firstBound(), !call.streaming(), bounds);
    }

    Outcome run(RunningCall running, Connections connections) throws IOException, HttpException {
        UpstreamRequest request = dialect.request(call);
        dropped = request.dropped();
        UpstreamResponse response =
                connections.send(running, request.target(), request.body(), call.streaming(), connectBound());
        boolean streams = false;
        try {
            Outcome outcome = read(running, response);
            streams = outcome instanceof Outcome.Streaming;
            return outcome;
        } finally {
            if (!streams) {
                response.lease().giveBack(response.body());
            }
        }
    }

    /** Whether the caller leaves less time for the connection than the gateway would. */
    boolean impatient() {
        return bounds.chosenByCaller() && firstBound().compareTo(bounds.connect()) < 0;
    }

    private Duration connectBound() {
        return bounds.connect().compareTo(firstBound()) < 0 ? bounds.connect() : firstBound();
    }

    private Outcome read(RunningCall running, UpstreamResponse response) throws IOException {
        if (response.status() >= 300) {
            return refused(response);
        }
        String encoding = response.header("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return failed("the upstream's answer is compressed, which was not asked for", response);
        }
        String type = response.mediaType();
        if (isSound(type)) {
            return bytes(running, response);
        }
        // Some upstreams stream without being asked, and some announce no type when they are.
        boolean events = type.equals("text/event-stream") || (call.streaming() && !type.equals("application/json"));
        return events ? events(running, response) : plain(response);
    }

    private boolean isSound(String type) {
        return type.startsWith("audio/") || (call.type() == CallType.SPEECH && type.equals("application/octet-stream"));
    }

    private Outcome refused(UpstreamResponse response) throws IOException {
        byte[] body = response.body().readUpTo(ERROR_BODY_MAX);
        Optional<Duration> retryAfter =
                RetryAfter.of(response.header("retry-after-ms"), response.header("retry-after"), time.now());
        UpstreamFailure failure = dialect.failure(
                response.status(), dialect.error(body, response.mediaType()), retryAfter, call.endpoint());
        return new Outcome.Failed(
                saysNothing(response.status()) ? failure.broughtAboutByCaller() : failure,
                response.status(),
                headers(response, dialect.requestId(body)));
    }

    /** Which of the operations of a kind is asked for is the caller's choice: others must not lose a deployment by it. */
    private boolean saysNothing(int status) {
        Operation asked = call.body().operation();
        return status == NOT_FOUND && asked != null && asked.beside();
    }

    /** Where only the body names the call, its name stands among the headers as well. */
    private static List<Header> headers(UpstreamResponse response, @Nullable String requestId) {
        List<Header> headers = VisibleHeaders.of(response.head());
        if (requestId == null || response.header(REQUEST_ID) != null) {
            return headers;
        }
        var more = new ArrayList<>(headers);
        more.add(new Header(REQUEST_ID, requestId));
        return more;
    }

    /** What the upstream says, and which parameters it was not asked for. */
    private List<Header> headers(UpstreamResponse response) {
        List<Header> headers = VisibleHeaders.of(response.head());
        if (dropped.isEmpty()) {
            return headers;
        }
        var more = new ArrayList<>(headers);
        more.addFirst(new Header("x-gateway-dropped-params", String.join(",", dropped)));
        return more;
    }

    private static Outcome failed(String problem, UpstreamResponse response) {
        return new Outcome.Failed(Failures.unusable(problem), response.status());
    }

    private Outcome plain(UpstreamResponse response) throws IOException {
        byte[] bytes = response.body().readUpTo(BODY_MAX);
        if (bytes.length > BODY_MAX) {
            throw new AnswerTooLong("the upstream's answer", BODY_MAX);
        }
        if (mayBeAnything(response)) {
            return new Outcome.Answered(
                    response.status(),
                    contentType(response),
                    headers(response),
                    bytes,
                    call.type() == CallType.SPEECH ? Optional.of(spoken()) : Optional.empty());
        }
        try {
            return plain(response, dialect.answer(call, bytes));
        } catch (MalformedJson _) {
            return failed("the upstream's answer is not a JSON object", response);
        }
    }

    private Outcome plain(UpstreamResponse response, PlainAnswer answer) {
        if (answer.error() != null) {
            return new Outcome.Failed(
                    dialect.told(answer.error(), call.endpoint()),
                    response.status(),
                    VisibleHeaders.of(response.head()));
        }
        if (call.streaming()) {
            UpstreamFailure plain = Failures.unusable("the upstream answered a request for a stream without one");
            return new Outcome.Failed(
                    plain.broughtAboutByCaller(), response.status()); // who asks for one is the caller
        }
        return new Outcome.Answered(
                response.status(),
                "application/json",
                headers(response),
                answer.body(),
                answer.usage(),
                answer.id(),
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

    private Outcome events(RunningCall running, UpstreamResponse response) throws IOException {
        StreamTranslation translation = dialect.stream(call);
        var stream = new EventStream(open(running, response), translation.events(), translation.rewriter(), pauses);
        UpstreamFailure failure = stream.awaitBeginning();
        return failure == null
                ? streaming(
                        running,
                        response,
                        "text/event-stream",
                        stream,
                        translation.rewriter().answerId())
                : new Outcome.Failed(
                        failure,
                        response.status(),
                        headers(response, translation.rewriter().requestId()));
    }

    /** What can be heard is passed on as it comes, so that it is heard while the rest is still being made. */
    private Outcome bytes(RunningCall running, UpstreamResponse response) throws IOException {
        var stream = new ByteStream(open(running, response), spoken());
        UpstreamFailure failure = stream.awaitBeginning();
        return failure == null
                ? streaming(running, response, contentType(response), stream, null)
                : new Outcome.Failed(failure, response.status());
    }

    /** What is spoken is counted by its text, which the answer does not tell. */
    private TokenUsage spoken() {
        return new TokenUsage(call.promptTokens(), 0).with(Billed.characters(call.inputCharacters()));
    }

    private OpenAnswer open(RunningCall running, UpstreamResponse response) {
        return new OpenAnswer(running, response, bounds, lastNanos(), time);
    }

    private Outcome streaming(
            RunningCall running,
            UpstreamResponse response,
            String contentType,
            UpstreamStream stream,
            @Nullable String answerId) {
        running.deadline(lastNanos());
        Duration firstEvent = Duration.ofNanos(time.nanos() - startNanos);
        return new Outcome.Streaming(contentType, headers(response), firstEvent, stream, answerId);
    }

    private long lastNanos() {
        Duration whole = bounds.whole();
        return startNanos + (whole.compareTo(STREAM_MAX) > 0 ? whole : STREAM_MAX).toNanos();
    }
}

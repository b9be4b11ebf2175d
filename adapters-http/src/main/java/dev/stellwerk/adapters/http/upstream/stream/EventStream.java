package dev.stellwerk.adapters.http.upstream.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.wire.RunningCall;
import dev.stellwerk.adapters.http.upstream.wire.UpstreamResponse;
import dev.stellwerk.application.call.Cancellation.Registration;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.time.Time;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * An open stream of events. What arrives together is passed on together, in one write; only whole events are passed on.
 * Time spent on a slow client does not count against the upstream.
 */
public final class EventStream implements UpstreamStream {
    private static final long PATIENCE_AT_END_NANOS = Duration.ofMillis(100).toNanos();
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(US_ASCII);

    private final RunningCall exchange;
    private final UpstreamResponse response;
    private final StreamRewriter rewriter;
    private final AttemptBounds bounds;
    private final long lastNanos;
    private final Duration silence;
    private final Time time;
    private final EventSplitter splitter = new EventSplitter();
    private final Output out = new Output();
    private Registration registration = () -> {};
    private boolean ended;
    private @Nullable UpstreamFailure failure;

    /**
     * @param lastNanos when the stream has to be over, however well it runs
     * @param silence after which the client is told that the stream lives
     */
    public EventStream(
            RunningCall exchange,
            UpstreamResponse response,
            StreamRewriter rewriter,
            AttemptBounds bounds,
            long lastNanos,
            Duration silence,
            Time time) {
        this.exchange = exchange;
        this.response = response;
        this.rewriter = rewriter;
        this.bounds = bounds;
        this.lastNanos = lastNanos;
        this.silence = silence;
        this.time = time;
    }

    /**
     * Reads until there is something to pass on. What has been read until then is kept.
     *
     * @return why there is nothing to pass on; null when there is
     */
    @Nullable
    public UpstreamFailure awaitBeginning() throws IOException {
        while (!rewriter.begun() && !rewriter.finished() && failure == null && !ended) {
            ended = !splitter.read(response.body());
            takeEvents();
        }
        if (failure == null && !rewriter.begun()) {
            return Failures.unusable("the upstream's stream ended before it began");
        }
        return failure != null && !rewriter.begun() ? failure : null;
    }

    /** From now on the stream looks after the client's leaving itself. */
    public void tiedTo(Registration clientLeaves) {
        registration = clientLeaves;
    }

    /** Turns all whole events that have been read into output, up to the first that tells of a failure. */
    private void takeEvents() {
        while (failure == null && !rewriter.finished() && splitter.next()) {
            failure = rewriter.accept(splitter, out);
        }
        if (ended && failure == null && !rewriter.finished() && splitter.rest()) {
            failure = rewriter.accept(splitter, out);
        }
        if (ended && failure == null && !rewriter.endOfBody(out)) {
            failure = Failures.connection(new EOFException());
        }
    }

    @Override
    public StreamEnd passOn(StreamSink sink) {
        response.lease().wakeAfter(Timeout.of(silence));
        try {
            while (true) {
                out.flushTo(sink);
                if (failure != null) {
                    return new StreamEnd.Broken(rewriter.usage(), failure);
                }
                if (ended || rewriter.finished()) {
                    readToEnd();
                    return new StreamEnd.Complete(rewriter.usage());
                }
                readMore(sink);
            }
        } catch (StreamSink.ClientGone _) {
            exchange.cancel();
            return new StreamEnd.Abandoned(rewriter.usage());
        } finally {
            close();
        }
    }

    /** Waits for events until there is output; the upstream's time runs only here. */
    private void readMore(StreamSink sink) throws StreamSink.ClientGone {
        long eventNanos = time.nanos() + bounds.event().toNanos();
        exchange.deadline(eventNanos - lastNanos < 0 ? eventNanos : lastNanos);
        while (out.size() == 0 && failure == null && !ended && !rewriter.finished()) {
            try {
                ended = !splitter.read(response.body());
                takeEvents();
            } catch (SocketTimeoutException _) { // nothing for a while: tells the client that the stream lives
                sink.write(KEEP_ALIVE, 0, KEEP_ALIVE.length);
            } catch (IOException broken) {
                failure = broken(broken);
            }
        }
        exchange.deadline(lastNanos);
    }

    private UpstreamFailure broken(IOException broken) throws StreamSink.ClientGone {
        return switch (exchange.state()) {
            case CANCELLED -> throw new StreamSink.ClientGone();
            case EXPIRED -> Failures.timeout(bounds.event(), false, bounds);
            case RUNNING, DONE -> Failures.connection(broken);
        };
    }

    /** After its last event an upstream owes the end of the body; with that the connection can be used again. */
    private void readToEnd() {
        exchange.deadline(time.nanos() + PATIENCE_AT_END_NANOS);
        try {
            byte[] rest = new byte[256];
            if (!response.body().ended() && response.body().read(rest, 0, rest.length) >= 0) {
                response.lease().giveUp(); // more after the last word: not worth waiting for
            }
        } catch (IOException _) {
            response.lease().giveUp();
        }
    }

    @Override
    public void close() {
        registration.close();
        response.lease().giveBack(response.body());
    }
}

package dev.stellwerk.adapters.http.upstream.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An open stream of events. What arrives together is passed on together, in one write; only whole events are passed on.
 */
public final class EventStream implements UpstreamStream {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(US_ASCII);

    private final OpenAnswer answer;
    private final EventReader events;
    private final StreamRewriter rewriter;
    private final StreamPauses pauses;
    private final Output out = new Output();
    private boolean ended;
    private @Nullable UpstreamFailure failure;

    public EventStream(OpenAnswer answer, EventReader events, StreamRewriter rewriter, StreamPauses pauses) {
        this.answer = answer;
        this.events = events;
        this.rewriter = rewriter;
        this.pauses = pauses;
    }

    /**
     * Reads until there is something to pass on: content, or an opening that has been held for long enough. What has been
     * read until then is kept.
     *
     * @return why there is nothing to pass on; null when there is
     */
    public @Nullable UpstreamFailure awaitBeginning() throws IOException {
        long heldSince = 0;
        boolean holds = false;
        while (!rewriter.begun() && !rewriter.finished() && failure == null && !ended) {
            if (out.size() > 0) { // an opening, such as the role of who is going to speak
                heldSince = holds ? heldSince : answer.nanos();
                holds = true;
                Duration left = pauses.openingMax().minusNanos(answer.nanos() - heldSince);
                if (!left.isPositive()) {
                    return null;
                }
                answer.wakeAfter(left);
            }
            readUnlessSilent(holds);
        }
        if (rewriter.begun()) {
            return null;
        }
        return failure != null ? failure : Failures.unusable("the upstream's stream ended before it began");
    }

    private void readUnlessSilent(boolean wakes) throws IOException {
        try {
            ended = !events.read(answer.body());
            takeEvents();
        } catch (SocketTimeoutException silent) {
            if (!wakes) {
                throw silent;
            }
        }
    }

    /** Turns all whole events that have been read into output, up to the first that tells of a failure. */
    private void takeEvents() throws IOException {
        while (failure == null && !rewriter.finished() && events.next()) {
            failure = rewriter.accept(events, out);
        }
        if (ended && failure == null && !rewriter.finished() && events.rest()) {
            failure = rewriter.accept(events, out);
        }
        if (ended && failure == null && !rewriter.endOfBody(out)) {
            failure = Failures.connection(new EOFException());
        }
    }

    @Override
    public StreamEnd passOn(StreamSink sink) {
        answer.wakeAfter(pauses.silence());
        try {
            while (true) {
                out.flushTo(sink);
                if (failure != null) {
                    return new StreamEnd.Broken(rewriter.usage(), failure, rewriter.failureTold());
                }
                if (ended || rewriter.finished()) {
                    answer.readToEnd();
                    return new StreamEnd.Complete(rewriter.usage());
                }
                readMore(sink);
            }
        } catch (StreamSink.ClientGone _) {
            answer.hangUp();
            return new StreamEnd.Abandoned(rewriter.usage());
        } finally {
            close();
        }
    }

    /** Waits for events until there is output; the upstream's time runs only here. */
    private void readMore(StreamSink sink) throws StreamSink.ClientGone {
        answer.expectMore();
        while (out.size() == 0 && failure == null && !ended && !rewriter.finished()) {
            try {
                ended = !events.read(answer.body());
                takeEvents();
            } catch (SocketTimeoutException _) { // nothing for a while: tells the client that the stream lives
                sink.write(KEEP_ALIVE, 0, KEEP_ALIVE.length);
            } catch (IOException broken) {
                failure = answer.failureOf(broken);
            }
        }
        answer.expectNothing();
    }

    @Override
    public void close() {
        answer.close();
    }
}

package dev.stellwerk.adapters.http.upstream.stream;

import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.adapters.http.upstream.wire.RunningCall;
import dev.stellwerk.adapters.http.upstream.wire.UpstreamResponse;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.time.Time;
import java.io.IOException;
import java.time.Duration;

/**
 * An answer whose body is still coming: the connection it comes on, and the time it may take. Time spent on a slow client
 * does not count against the upstream.
 */
public final class OpenAnswer {
    private static final long PATIENCE_AT_END_NANOS = Duration.ofMillis(100).toNanos();

    private final RunningCall call;
    private final UpstreamResponse response;
    private final AttemptBounds bounds;
    private final long lastNanos;
    private final Time time;

    /** @param lastNanos when the answer has to be over, however well it runs */
    public OpenAnswer(RunningCall call, UpstreamResponse response, AttemptBounds bounds, long lastNanos, Time time) {
        this.call = call;
        this.response = response;
        this.bounds = bounds;
        this.lastNanos = lastNanos;
        this.time = time;
    }

    BodyReader body() {
        return response.body();
    }

    long nanos() {
        return time.nanos();
    }

    /** Makes reading fail with a timeout, from which it can go on, when nothing has come for so long. */
    void wakeAfter(Duration silence) {
        response.lease().wakeAfter(silence);
    }

    /** From now on the upstream's time runs. */
    void expectMore() {
        long nextNanos = time.nanos() + bounds.event().toNanos();
        call.deadline(nextNanos - lastNanos < 0 ? nextNanos : lastNanos);
    }

    /** What was expected has come; only the time for the whole runs on. */
    void expectNothing() {
        call.deadline(lastNanos);
    }

    UpstreamFailure failureOf(IOException broken) throws StreamSink.ClientGone {
        return switch (call.state()) {
            case CANCELLED -> throw new StreamSink.ClientGone();
            case EXPIRED -> Failures.timeout(bounds.event(), false, bounds);
            case RUNNING, DONE -> Failures.connection(broken);
        };
    }

    void hangUp() {
        call.cancel();
    }

    /** After its last word an upstream owes the end of the body; with that the connection can be used again. */
    void readToEnd() {
        call.deadline(time.nanos() + PATIENCE_AT_END_NANOS);
        try {
            byte[] rest = new byte[256];
            if (!body().ended() && body().read(rest, 0, rest.length) >= 0) {
                response.lease().giveUp(); // more after the last word: not worth waiting for
            }
        } catch (IOException _) {
            response.lease().giveUp();
        }
    }

    void close() {
        response.lease().giveBack(response.body());
    }
}

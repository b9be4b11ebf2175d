package dev.stellwerk.application.completion;

import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.session.Standing;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call teaches: requests, tokens, latency and outcome of the deployments it called, and who answered. After
 * {@link #close} nothing more is learned from it, so that no outcome counts twice. Belongs to one call and its thread.
 */
final class CallLessons implements AutoCloseable {
    private final Learning learning;
    private final Affinities affinities;
    private final Admitted admitted;
    private final boolean actedOut;
    private long startedNanos;
    private boolean closed;

    /** @param actedOut the request brings its answer with it: it says nothing about any deployment */
    CallLessons(Learning learning, Affinities affinities, Admitted admitted, boolean actedOut) {
        this.learning = learning;
        this.affinities = affinities;
        this.admitted = admitted;
        this.actedOut = actedOut;
    }

    /** An attempt goes out. */
    void started(DeploymentTraffic traffic) {
        startedNanos = learning.time().nanos();
        if (!actedOut) {
            traffic.countRequest(learning.time().minute());
        }
    }

    /** Since the attempt went out. */
    Duration took() {
        return Duration.ofNanos(learning.time().nanos() - startedNanos);
    }

    Time time() {
        return learning.time();
    }

    void failed(Decision.Chosen chosen, UpstreamFailure failure, Standing standing) {
        if (!closed) {
            learning.failed(
                    chosen,
                    failure,
                    admitted.settings(),
                    standing,
                    admitted.request().facts().callType());
        }
    }

    void firstToken(DeploymentTraffic traffic, Duration waited) {
        if (!actedOut && generates()) {
            learning.firstToken(traffic, waited);
        }
    }

    /** Tokens were used, whatever came of them. */
    void used(DeploymentTraffic traffic, TokenUsage usage) {
        if (!closed && !actedOut) {
            learning.used(traffic, usage);
        }
    }

    /** An answer is complete. */
    void answered(DeploymentTraffic traffic, TokenUsage usage) {
        if (closed || actedOut) {
            return;
        }
        if (generates()) {
            learning.answered(traffic, took(), usage);
        } else {
            learning.told(traffic);
        }
    }

    private boolean generates() {
        CallType type = admitted.request().facts().callType();
        return type != CallType.TOKEN_COUNT && type != CallType.STORED_RESPONSE;
    }

    /** @param elsewhere a fallback answers */
    void remember(DeploymentId id, @Nullable String answerId, boolean elsewhere) {
        affinities.remember(admitted.ties(), id, answerId, elsewhere);
    }

    /** The answer goes on being made after it was given. */
    void owe(DeploymentId id, @Nullable String answerId) {
        affinities.owe(admitted.ties(), id, answerId);
    }

    /** Whether what an earlier answer used is still to be paid; from now on it is not. */
    boolean settle(DeploymentId id, String answerId) {
        return affinities.settle(
                answerId, admitted.caller(), id, admitted.settings().checks().affinityLife());
    }

    @Override
    public void close() {
        closed = true;
    }
}

package dev.stellwerk.application.completion;

import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.AnswerHead.Ending;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.pool.PoolUsage;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes taken while a call is on its way, for the head of its answer. */
final class HeadNotes {
    private static final int ATTEMPTS_NOTED_MAX = 50;
    private static final int REJECTIONS_NOTED_MAX = 100;

    /** An attempt that failed. */
    record Failing(Deployment deployment, Outcome.Failed outcome) {}

    private final ModelCall call;
    private final Admitted admitted;
    private final List<AnswerHead.Attempt> attempts = new ArrayList<>(1);
    private Step.@Nullable Call last;
    private @Nullable BigDecimal cost;
    private long upstreamNanos;
    private final List<Failing> failed = new ArrayList<>(0);

    HeadNotes(ModelCall call, Admitted admitted) {
        this.call = call;
        this.admitted = admitted;
    }

    void attempt(Step.Call step, Outcome outcome) {
        last = step;
        if (outcome instanceof Outcome.Failed failure && failed.size() < ATTEMPTS_NOTED_MAX) {
            failed.add(new Failing(step.decision().deployment(), failure));
        }
        if (call.origin().wantsDecision() && attempts.size() < ATTEMPTS_NOTED_MAX) {
            attempts.add(
                    switch (outcome) {
                        case Outcome.Answered answered -> note(step, Ending.ANSWERED, null, answered.status());
                        case Outcome.Streaming _ -> note(step, Ending.ANSWERED, null, 0);
                        case Outcome.Failed(UpstreamFailure failure, int status, List<Header> _, boolean _) ->
                            note(step, Ending.FAILED, failure.kind(), status == 0 ? failure.status() : status);
                        case Outcome.Cancelled _ -> note(step, Ending.CANCELLED, null, 0);
                    });
        }
    }

    private AnswerHead.Attempt note(Step.Call step, Ending ending, @Nullable ErrorClass failure, int status) {
        return new AnswerHead.Attempt(
                step.decision().deployment().id().value(), ending, failure, status, rejected(step.decision()));
    }

    /** Without what belongs to others. */
    private List<AnswerHead.Rejected> rejected(Decision decision) {
        var reasons = new ArrayList<AnswerHead.Rejected>(0);
        for (int i = 0; i < decision.pool().size() && reasons.size() < REJECTIONS_NOTED_MAX; i++) {
            Rejection why = decision.candidates().rejection(i);
            if (why != null && admitted.sees(decision.pool().deployment(i))) {
                reasons.add(new AnswerHead.Rejected(
                        decision.pool().deployment(i).id().value(), why.reason()));
            }
        }
        return reasons;
    }

    void waited(Duration length) {
        upstreamNanos += length.toNanos();
    }

    /** What was charged for an answer, on top of what was before; null when nobody knows. */
    void charged(@Nullable BigDecimal dollars) {
        if (dollars != null) {
            cost = cost == null ? dollars : cost.add(dollars);
        }
    }

    /** The head of an answer, with what its group has left this minute. */
    AnswerHead answered(RoutingSession session, Time time) {
        return head(session, cost, last == null ? null : remaining(last, time));
    }

    /** The attempt whose failure is to be told; null when it is none of them. */
    @Nullable
    Failing failing(Failure told) {
        for (int at = failed.size() - 1; at >= 0; at--) {
            if (failed.get(at).outcome().failure().equals(told)) {
                return failed.get(at);
            }
        }
        return null;
    }

    /** The head of a failure. */
    AnswerHead failed(RoutingSession session) {
        return head(session, null, null);
    }

    private static AnswerHead.@Nullable Remaining remaining(Step.Call step, Time time) {
        PoolUsage usage = step.decision().pool().usage(time.minute(), time.nanos());
        if (!usage.stated()) {
            return null;
        }
        boolean requests = usage.requestsStated() > 0;
        boolean tokens = usage.tokensStated() > 0;
        return new AnswerHead.Remaining(
                requests ? usage.requestsStated() : null,
                requests ? Math.max(0, usage.requestsStated() - usage.requests()) : null,
                tokens ? usage.tokensStated() : null,
                tokens ? Math.max(0, usage.tokensStated() - usage.tokens()) : null);
    }

    private AnswerHead head(
            RoutingSession session, @Nullable BigDecimal dollars, AnswerHead.@Nullable Remaining remaining) {
        return new AnswerHead(
                call.callId(),
                last == null ? null : last.decision().deployment(),
                last == null ? null : last.group(),
                session.attemptedRetries(),
                session.retriesMax(),
                session.attemptedFallbacks(),
                dollars,
                admitted.caller().key().orElse(null),
                call.startedNanos(),
                upstreamNanos,
                List.copyOf(attempts),
                remaining,
                admitted.ignoredTags());
    }
}

package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.catalog.Deployment;
import dev.stellwerk.domain.routing.Candidates;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.routing.RoutingSession;
import dev.stellwerk.domain.routing.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes taken while a call is on its way, for the head of its answer. */
final class HeadNotes {
    private static final int ATTEMPTS_NOTED_MAX = 50;
    private static final int REJECTIONS_NOTED_MAX = 100;

    private final ModelCall call;
    private final Admitted admitted;
    private final List<AnswerHead.Attempt> attempts = new ArrayList<>(1);
    private @Nullable Deployment last;
    private @Nullable String group;
    private long upstreamNanos;

    HeadNotes(ModelCall call, Admitted admitted) {
        this.call = call;
        this.admitted = admitted;
    }

    void attempt(Step.Call step, Outcome outcome) {
        last = step.decision().deployment();
        group = step.group();
        if (call.origin().wantsDecision() && attempts.size() < ATTEMPTS_NOTED_MAX) {
            attempts.add(
                    switch (outcome) {
                        case Outcome.Answered answered -> note(step, "answered", answered.status());
                        case Outcome.Streaming _ -> note(step, "answered", 200);
                        case Outcome.Failed failed ->
                            note(
                                    step,
                                    failed.failure().kind().label(),
                                    failed.upstreamStatus() == 0
                                            ? failed.failure().status()
                                            : failed.upstreamStatus());
                        case Outcome.Cancelled _ -> note(step, "cancelled", 0);
                    });
        }
    }

    private static AnswerHead.Attempt note(Step.Call step, String outcome, int status) {
        return new AnswerHead.Attempt(
                step.decision().deployment().id().value(),
                outcome,
                status,
                rejected(step.decision().candidates()));
    }

    private static Map<String, String> rejected(Candidates candidates) {
        var reasons = new LinkedHashMap<String, String>();
        for (int i = 0; i < candidates.pool().size() && reasons.size() < REJECTIONS_NOTED_MAX; i++) {
            Rejection why = candidates.rejection(i);
            if (why != null) {
                reasons.put(candidates.deployment(i).id().value(), why.reason());
            }
        }
        return reasons;
    }

    void waited(Duration length) {
        upstreamNanos += length.toNanos();
    }

    AnswerHead head(RoutingSession session, @Nullable BigDecimal cost) {
        return new AnswerHead(
                call.callId(),
                last,
                group,
                session.attemptedRetries(),
                session.retriesMax(),
                session.attemptedFallbacks(),
                cost,
                admitted.caller().key().orElse(null),
                call.startedNanos(),
                upstreamNanos,
                List.copyOf(attempts),
                null,
                admitted.ignoredTags());
    }
}

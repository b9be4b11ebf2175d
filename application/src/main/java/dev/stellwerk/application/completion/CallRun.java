package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.CallerLimits;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One admitted call on its way. It does what its {@link RoutingSession} says, one step after another: reserve, call,
 * learn, pause, until there is an answer or nothing left to try. Belongs to one call and its thread.
 */
final class CallRun {
    final CallModelService.Parts parts;
    final ModelCall call;
    final Admitted admitted;
    final RoutingSession session;
    final Reservations reservations;
    final CostHold cost;
    final HeadNotes notes;
    private @Nullable Attempt running;

    CallRun(CallModelService.Parts parts, ModelCall call, Admitted admitted, RoutingSession session) {
        this.parts = parts;
        this.call = call;
        this.admitted = admitted;
        this.session = session;
        this.reservations = new Reservations(parts.limits(), admitted.charges());
        this.cost = new CostHold(parts.holds(), admitted.caller());
        this.notes = new HeadNotes(call, admitted);
    }

    /** Runs the call to its end. Whatever ends it, nothing that it took stays taken. */
    Answer run() {
        try {
            return drive(session.start());
        } catch (RuntimeException | Error fault) { // a plugin's, for example
            if (running != null) {
                running.over();
            }
            ended();
            throw fault;
        }
    }

    private Answer drive(Step first) {
        Step step = first;
        while (true) { // bounded: the session hands out a limited number of attempts
            switch (step) {
                case Step.GiveUp giveUp -> {
                    return failed(giveUp.failure(), giveUp);
                }
                case Step.Pause(Duration length) -> {
                    if (!parts.pauses().pause(length, call.cancellation())) {
                        return cancelled();
                    }
                    step = session.resume();
                }
                case Step.Call next -> {
                    Optional<CallRefusal> tooExpensive = cost.take(
                            next.decision().deployment(), admitted.request().facts());
                    if (tooExpensive.isPresent()) {
                        return failed(tooExpensive.get(), null);
                    }
                    switch (reserve(next)) {
                        case LimitVerdict.Refused refused -> {
                            if (!refused.charge().ofDeployment()) {
                                return failed(CallerLimits.refusal(refused, admitted.caller()), null);
                            }
                            step = session.full(refused);
                        }
                        case LimitVerdict.Granted _ -> {
                            var attempt = new Attempt(this, next);
                            running = attempt;
                            switch (attempt.make()) {
                                case Outcome.Answered answered -> {
                                    return attempt.whole(answered);
                                }
                                case Outcome.Streaming streaming -> {
                                    return attempt.stream(streaming);
                                }
                                case Outcome.Cancelled _ -> {
                                    return cancelled();
                                }
                                case Outcome.Failed(UpstreamFailure failure, int _) -> step = session.failed(failure);
                            }
                        }
                    }
                }
            }
        }
    }

    /** A deployment's limits per minute are held where they are enforced, or where the strategy reckons with them. */
    private LimitVerdict reserve(Step.Call next) {
        Decision.Chosen chosen = next.decision();
        boolean hard = admitted.settings().checks().enforceModelRateLimits()
                || chosen.candidates().limitsHold();
        RoutingRequest.Facts facts = admitted.request().facts();
        return reservations.take(chosen.deployment(), hard, facts.promptTokens(), facts.outputTokensMax());
    }

    private Answer failed(Failure failure, Step.@Nullable GiveUp giveUp) {
        ended();
        return new Answer.Failed(
                notes.failed(session),
                failure,
                giveUp == null ? null : giveUp.group(),
                giveUp == null ? null : giveUp.fallbacks(),
                giveUp == null ? null : giveUp.fallbackFailure());
    }

    /** Gives everything back that only lasts as long as the call; doing it twice does it once. */
    void ended() {
        reservations.callEnded();
        cost.release();
    }

    private Answer cancelled() {
        ended();
        return new Answer.Cancelled(notes.failed(session));
    }
}

package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.CallerLimits;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.money.CallMoney;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.routing.session.FallbackReport;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One admitted call on its way. It does what its {@link RoutingSession} says, one step after another: reserve, call,
 * learn, pause, until there is an answer or nothing left to try. Belongs to one call and its thread.
 */
final class CallRun {
    private final ModelCall call;
    private final CallAuthority authority;
    private final Admitted admitted;
    private final RoutingSession session;
    private final CallMoney money;
    private final CallPlaces places;
    private final CallLessons lessons;
    private final UpstreamCalls upstreams;
    private final Pauses pauses;
    private final HeadNotes notes;

    CallRun(
            ModelCall call,
            CallAuthority authority,
            RoutingSession session,
            CallMoney money,
            CallPlaces places,
            CallLessons lessons,
            UpstreamCalls upstreams,
            Pauses pauses) {
        this.call = call;
        this.authority = authority;
        this.admitted = authority.admitted();
        this.session = session;
        this.money = money;
        this.places = places;
        this.lessons = lessons;
        this.upstreams = upstreams;
        this.pauses = pauses;
        this.notes = new HeadNotes(call, admitted);
    }

    /** Runs the call to its end. Whatever ends it, nothing that it took stays taken; a stream keeps it until its end. */
    Answer run() {
        try {
            return drive(session.start());
        } catch (CallRefused refused) { // what was allowed when the call came no longer is
            return failed(admitted.told(refused.refusal()), null);
        } catch (RuntimeException | Error fault) { // a plugin's, for example
            close();
            throw fault;
        }
    }

    private Answer drive(Step first) {
        Step step = first;
        while (true) { // bounded: the session hands out a limited number of attempts
            switch (step) {
                case Step.GiveUp(Failure failure, FallbackReport fallbacks) -> {
                    return failed(admitted.told(failure), admitted.told(fallbacks));
                }
                case Step.Pause(Duration length) -> {
                    authority.grewOld();
                    if (!pauses.pause(length, call.cancellation())) {
                        return cancelled();
                    }
                    step = session.resume();
                }
                case Step.Call next -> {
                    Step instead = authority.insteadOf(next, session);
                    if (instead != null) {
                        step = instead;
                        continue;
                    }
                    List<Claim> claims = money.claims(next.decision().deployment());
                    switch (places.reserve(next, claims)) {
                        case LimitVerdict.BudgetReached reached -> {
                            return failed(money.refusal(reached, claims), null);
                        }
                        case LimitVerdict.Refused refused -> {
                            if (refused.charge().ofDeployment()) {
                                step = session.full(refused);
                            } else {
                                var refusal = CallerLimits.refusal(refused, admitted.caller());
                                if (!CallerLimits.isOfModel(refused.charge())) {
                                    return failed(refusal, null);
                                }
                                step = session.overModelLimit(refusal);
                            }
                        }
                        case LimitVerdict.Granted _ -> {
                            money.granted(claims);
                            authority.grewOld();
                            var attempt = new Attempt(call, next, session, money, places, lessons, upstreams, notes);
                            Step afterWait = attempt.enter() ? authority.insteadOf(next, session) : null;
                            if (afterWait != null) {
                                attempt.withdraw();
                                step = afterWait;
                                continue;
                            }
                            authority.grewOld();
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
                                case Outcome.Failed(
                                        UpstreamFailure failure,
                                        int _,
                                        List<Header> _,
                                        boolean ofClients) -> {
                                    if (ofClients) {
                                        return failed(failure, null);
                                    }
                                    step = session.failed(failure);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private Answer failed(Failure failure, @Nullable FallbackReport fallbacks) {
        close();
        HeadNotes.Failing failing = notes.failing(failure);
        AnswerHead head = notes.failed(session);
        return failing == null
                ? new Answer.Failed(head, failure, fallbacks)
                : new Answer.Failed(
                        head,
                        failure,
                        fallbacks,
                        failing.deployment(),
                        failing.outcome().headers());
    }

    private Answer cancelled() {
        close();
        return new Answer.Cancelled(notes.failed(session));
    }

    private void close() {
        lessons.close();
        try {
            places.close();
        } finally {
            money.close();
        }
    }
}
